package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Capability is a capability that the component declares: one of the types below.
type Capability interface{ isCapability() }

type (
	// Service declares a service.
	Service struct {
		Name       *string `fidl:"1,name"`
		SourcePath *string `fidl:"2,source_path"`
	}

	// Protocol declares a protocol.
	Protocol struct {
		Name       *string       `fidl:"1,name"`
		SourcePath *string       `fidl:"2,source_path"`
		Delivery   *DeliveryType `fidl:"3,delivery"`
	}

	// Directory declares a directory.
	Directory struct {
		Name       *string     `fidl:"1,name"`
		SourcePath *string     `fidl:"2,source_path"`
		Rights     *Operations `fidl:"3,rights"`
	}

	// Storage declares a storage that is kept in a directory.
	Storage struct {
		Name       *string    `fidl:"1,name"`
		Source     Ref        `fidl:"2,source"`
		BackingDir *string    `fidl:"3,backing_dir"`
		Subdir     *string    `fidl:"4,subdir"`
		StorageID  *StorageID `fidl:"5,storage_id"`
	}

	// Runner declares a runner.
	Runner struct {
		Name       *string `fidl:"1,name"`
		SourcePath *string `fidl:"2,source_path"`
	}

	// Resolver declares a resolver.
	Resolver struct {
		Name       *string `fidl:"1,name"`
		SourcePath *string `fidl:"2,source_path"`
	}

	// EventStream declares an event stream. Only the component framework itself does so.
	EventStream struct {
		Name *string `fidl:"1,name"`
	}

	// Dictionary declares a dictionary. Source and SourceDictionary are found in older declarations only.
	Dictionary struct {
		Name             *string `fidl:"1,name"`
		Source           Ref     `fidl:"2,source"`
		SourceDictionary *string `fidl:"3,source_dictionary"`
		SourcePath       *string `fidl:"4,source_path"`
	}

	// Configuration declares a configuration capability.
	Configuration struct {
		Name  *string     `fidl:"1,name"`
		Value ConfigValue `fidl:"2,value"`
	}
)

func (*Service) isCapability()       {}
func (*Protocol) isCapability()      {}
func (*Directory) isCapability()     {}
func (*Storage) isCapability()       {}
func (*Runner) isCapability()        {}
func (*Resolver) isCapability()      {}
func (*EventStream) isCapability()   {}
func (*Dictionary) isCapability()    {}
func (*Configuration) isCapability() {}

func capabilities() fidl.Decl {
	return fidl.Union[Capability](
		fidl.Variant[*Service](1, "service"),
		fidl.Variant[*Protocol](2, "protocol"),
		fidl.Variant[*Directory](3, "directory"),
		fidl.Variant[*Storage](4, "storage"),
		fidl.Variant[*Runner](5, "runner"),
		fidl.Variant[*Resolver](6, "resolver"),
		fidl.Variant[*EventStream](8, "event_stream"),
		fidl.Variant[*Dictionary](9, "dictionary"),
		fidl.Variant[*Configuration](10, "config"),
	)
}
