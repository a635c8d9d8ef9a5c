package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Offer is a capability that the component gives to a child, a collection or a dictionary: one of the types below.
type Offer interface{ isOffer() }

type (
	// OfferService offers a service, or some instances of it under other names.
	OfferService struct {
		Source               Ref             `fidl:"1,source"`
		SourceName           *string         `fidl:"2,source_name"`
		Target               Ref             `fidl:"3,target"`
		TargetName           *string         `fidl:"4,target_name"`
		SourceInstanceFilter []string        `fidl:"5,source_instance_filter"`
		RenamedInstances     []NameMapping   `fidl:"6,renamed_instances"`
		Availability         *Availability   `fidl:"7,availability"`
		SourceDictionary     *string         `fidl:"8,source_dictionary"`
		DependencyType       *DependencyType `fidl:"9,dependency_type"`
	}

	// NameMapping gives an instance of a service another name.
	NameMapping struct {
		SourceName string `fidl:"source_name"`
		TargetName string `fidl:"target_name"`
	}

	// OfferProtocol offers a protocol.
	OfferProtocol struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		Target           Ref             `fidl:"3,target"`
		TargetName       *string         `fidl:"4,target_name"`
		DependencyType   *DependencyType `fidl:"5,dependency_type"`
		Availability     *Availability   `fidl:"6,availability"`
		SourceDictionary *string         `fidl:"7,source_dictionary"`
	}

	// OfferDirectory offers a directory.
	OfferDirectory struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		Target           Ref             `fidl:"3,target"`
		TargetName       *string         `fidl:"4,target_name"`
		Rights           *Operations     `fidl:"5,rights"`
		Subdir           *string         `fidl:"6,subdir"`
		DependencyType   *DependencyType `fidl:"7,dependency_type"`
		Availability     *Availability   `fidl:"8,availability"`
		SourceDictionary *string         `fidl:"9,source_dictionary"`
	}

	// OfferStorage offers a storage. Unlike elsewhere the name comes before the source.
	OfferStorage struct {
		SourceName   *string       `fidl:"1,source_name"`
		Source       Ref           `fidl:"2,source"`
		Target       Ref           `fidl:"3,target"`
		TargetName   *string       `fidl:"4,target_name"`
		Availability *Availability `fidl:"5,availability"`
	}

	// OfferRunner offers a runner.
	OfferRunner struct {
		Source           Ref     `fidl:"1,source"`
		SourceName       *string `fidl:"2,source_name"`
		Target           Ref     `fidl:"3,target"`
		TargetName       *string `fidl:"4,target_name"`
		SourceDictionary *string `fidl:"5,source_dictionary"`
	}

	// OfferResolver offers a resolver.
	OfferResolver struct {
		Source           Ref     `fidl:"1,source"`
		SourceName       *string `fidl:"2,source_name"`
		Target           Ref     `fidl:"3,target"`
		TargetName       *string `fidl:"4,target_name"`
		SourceDictionary *string `fidl:"5,source_dictionary"`
	}

	// OfferEventStream offers an event stream.
	OfferEventStream struct {
		Source       Ref           `fidl:"1,source"`
		SourceName   *string       `fidl:"2,source_name"`
		Scope        []Ref         `fidl:"3,scope"`
		Target       Ref           `fidl:"4,target"`
		TargetName   *string       `fidl:"5,target_name"`
		Availability *Availability `fidl:"7,availability"`
	}

	// OfferDictionary offers a dictionary.
	OfferDictionary struct {
		Source           Ref             `fidl:"1,source"`
		SourceName       *string         `fidl:"2,source_name"`
		Target           Ref             `fidl:"3,target"`
		TargetName       *string         `fidl:"4,target_name"`
		DependencyType   *DependencyType `fidl:"5,dependency_type"`
		Availability     *Availability   `fidl:"6,availability"`
		SourceDictionary *string         `fidl:"7,source_dictionary"`
	}

	// OfferConfiguration offers a configuration capability.
	OfferConfiguration struct {
		Source           Ref           `fidl:"1,source"`
		SourceName       *string       `fidl:"2,source_name"`
		Target           Ref           `fidl:"3,target"`
		TargetName       *string       `fidl:"4,target_name"`
		Availability     *Availability `fidl:"5,availability"`
		SourceDictionary *string       `fidl:"6,source_dictionary"`
	}
)

func (*OfferService) isOffer()       {}
func (*OfferProtocol) isOffer()      {}
func (*OfferDirectory) isOffer()     {}
func (*OfferStorage) isOffer()       {}
func (*OfferRunner) isOffer()        {}
func (*OfferResolver) isOffer()      {}
func (*OfferEventStream) isOffer()   {}
func (*OfferDictionary) isOffer()    {}
func (*OfferConfiguration) isOffer() {}

func offers() fidl.Decl {
	return fidl.Union[Offer](
		fidl.Variant[*OfferService](1, "service"),
		fidl.Variant[*OfferProtocol](2, "protocol"),
		fidl.Variant[*OfferDirectory](3, "directory"),
		fidl.Variant[*OfferStorage](4, "storage"),
		fidl.Variant[*OfferRunner](5, "runner"),
		fidl.Variant[*OfferResolver](6, "resolver"),
		fidl.Variant[*OfferEventStream](8, "event_stream"),
		fidl.Variant[*OfferDictionary](9, "dictionary"),
		fidl.Variant[*OfferConfiguration](10, "config"),
	)
}
