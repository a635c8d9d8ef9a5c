package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Use is a capability that the component uses: one of the types below.
type Use interface{ isUse() }

type (
	// UseService is the use of a service.
	UseService struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		TargetPath       *string         `fidl:"3,target_path"`
		DependencyType   *DependencyType `fidl:"4,dependency_type"`
		Availability     *Availability   `fidl:"5,availability"`
		SourceDictionary *string         `fidl:"6,source_dictionary"`
	}

	// UseProtocol is the use of a protocol, at a path or as a numbered handle.
	UseProtocol struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		TargetPath       *string         `fidl:"3,target_path"`
		DependencyType   *DependencyType `fidl:"4,dependency_type"`
		Availability     *Availability   `fidl:"5,availability"`
		SourceDictionary *string         `fidl:"6,source_dictionary"`
		NumberedHandle   *uint8          `fidl:"7,numbered_handle"`
	}

	// UseDirectory is the use of a directory.
	UseDirectory struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		TargetPath       *string         `fidl:"3,target_path"`
		Rights           *Operations     `fidl:"4,rights"`
		Subdir           *string         `fidl:"5,subdir"`
		DependencyType   *DependencyType `fidl:"6,dependency_type"`
		Availability     *Availability   `fidl:"7,availability"`
		SourceDictionary *string         `fidl:"8,source_dictionary"`
	}

	// UseStorage is the use of a storage, which always comes from the parent.
	UseStorage struct {
		SourceName   *string       `fidl:"1,source_name"`
		TargetPath   *string       `fidl:"2,target_path"`
		Availability *Availability `fidl:"3,availability"`
	}

	// UseEventStream is the use of an event stream.
	UseEventStream struct {
		SourceName   *string       `fidl:"1,source_name"`
		Source       Ref           `fidl:"2,source"`
		Scope        []Ref         `fidl:"3,scope"`
		TargetPath   *string       `fidl:"4,target_path"`
		Availability *Availability `fidl:"5,availability"`
		Filter       *Data         `fidl:"6,filter"`
	}

	// UseRunner is the use of a runner.
	UseRunner struct {
		Source           Ref     `fidl:"1,source"`
		SourceName       *string `fidl:"2,source_name"`
		SourceDictionary *string `fidl:"3,source_dictionary"`
	}

	// UseConfiguration is the use of a configuration capability as one of the component's configuration fields.
	UseConfiguration struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		TargetName       *string       `fidl:"3,target_name"`
		Availability     *Availability `fidl:"4,availability"`
		Type             *ConfigType   `fidl:"5,type"`
		Default          ConfigValue   `fidl:"6,default"`
		SourceDictionary *string       `fidl:"7,source_dictionary"`
	}

	// UseDictionary is the use of a dictionary as a directory.
	UseDictionary struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		TargetPath       *string         `fidl:"3,target_path"`
		DependencyType   *DependencyType `fidl:"6,dependency_type"`
		Availability     *Availability   `fidl:"7,availability"`
		SourceDictionary *string         `fidl:"8,source_dictionary"`
	}
)

func (*UseService) isUse()       {}
func (*UseProtocol) isUse()      {}
func (*UseDirectory) isUse()     {}
func (*UseStorage) isUse()       {}
func (*UseEventStream) isUse()   {}
func (*UseRunner) isUse()        {}
func (*UseConfiguration) isUse() {}
func (*UseDictionary) isUse()    {}

func uses() fidl.Decl {
	return fidl.Union[Use](
		fidl.Variant[*UseService](1, "service"),
		fidl.Variant[*UseProtocol](2, "protocol"),
		fidl.Variant[*UseDirectory](3, "directory"),
		fidl.Variant[*UseStorage](4, "storage"),
		fidl.Variant[*UseEventStream](7, "event_stream"),
		fidl.Variant[*UseRunner](8, "runner"),
		fidl.Variant[*UseConfiguration](9, "config"),
		fidl.Variant[*UseDictionary](10, "dictionary"),
	)
}
