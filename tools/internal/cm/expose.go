package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Expose is a capability that the component gives to its parent or to the framework: one of the types below.
type Expose interface{ isExpose() }

type (
	// ExposeService exposes a service.
	ExposeService struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		Target           Ref           `fidl:"3,target"`
		TargetName       *string       `fidl:"4,target_name"`
		Availability     *Availability `fidl:"5,availability"`
		SourceDictionary *string       `fidl:"6,source_dictionary"`
	}

	// ExposeProtocol exposes a protocol.
	ExposeProtocol struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		Target           Ref           `fidl:"3,target"`
		TargetName       *string       `fidl:"4,target_name"`
		Availability     *Availability `fidl:"5,availability"`
		SourceDictionary *string       `fidl:"6,source_dictionary"`
	}

	// ExposeDirectory exposes a directory.
	ExposeDirectory struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		Target           Ref           `fidl:"3,target"`
		TargetName       *string       `fidl:"4,target_name"`
		Rights           *Operations   `fidl:"5,rights"`
		Subdir           *string       `fidl:"6,subdir"`
		Availability     *Availability `fidl:"7,availability"`
		SourceDictionary *string       `fidl:"8,source_dictionary"`
	}

	// ExposeRunner exposes a runner. Member 5 was an availability at a single API level.
	ExposeRunner struct {
		Source           Ref     `fidl:"1,source"`
		SourceName       *string `fidl:"2,source_name"`
		Target           Ref     `fidl:"3,target"`
		TargetName       *string `fidl:"4,target_name"`
		SourceDictionary *string `fidl:"6,source_dictionary"`
	}

	// ExposeResolver exposes a resolver. Member 5 was an availability at a single API level.
	ExposeResolver struct {
		Source           Ref     `fidl:"1,source"`
		SourceName       *string `fidl:"2,source_name"`
		Target           Ref     `fidl:"3,target"`
		TargetName       *string `fidl:"4,target_name"`
		SourceDictionary *string `fidl:"6,source_dictionary"`
	}

	// ExposeDictionary exposes a dictionary.
	ExposeDictionary struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		Target           Ref           `fidl:"3,target"`
		TargetName       *string       `fidl:"4,target_name"`
		Availability     *Availability `fidl:"5,availability"`
		SourceDictionary *string       `fidl:"6,source_dictionary"`
	}

	// ExposeConfiguration exposes a configuration capability.
	ExposeConfiguration struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		Target           Ref           `fidl:"3,target"`
		TargetName       *string       `fidl:"4,target_name"`
		Availability     *Availability `fidl:"5,availability"`
		SourceDictionary *string       `fidl:"6,source_dictionary"`
	}
)

func (*ExposeService) isExpose()       {}
func (*ExposeProtocol) isExpose()      {}
func (*ExposeDirectory) isExpose()     {}
func (*ExposeRunner) isExpose()        {}
func (*ExposeResolver) isExpose()      {}
func (*ExposeDictionary) isExpose()    {}
func (*ExposeConfiguration) isExpose() {}

func exposes() fidl.Decl {
	return fidl.Union[Expose](
		fidl.Variant[*ExposeService](1, "service"),
		fidl.Variant[*ExposeProtocol](2, "protocol"),
		fidl.Variant[*ExposeDirectory](3, "directory"),
		fidl.Variant[*ExposeRunner](4, "runner"),
		fidl.Variant[*ExposeResolver](5, "resolver"),
		fidl.Variant[*ExposeDictionary](7, "dictionary"),
		fidl.Variant[*ExposeConfiguration](8, "config"),
	)
}
