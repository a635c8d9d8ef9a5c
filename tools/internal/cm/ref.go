package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Ref names where a capability comes from or goes to: the component itself, its surroundings, or something it declares.
// Refs hold values, so two of them can be compared with ==, except that a ChildRef with a collection compares by the
// address of the collection's name (manifests have none).
type Ref interface{ isRef() }

type (
	// ParentRef is the component's parent.
	ParentRef struct{}
	// SelfRef is the component.
	SelfRef struct{}
	// ChildRef is a child; Collection is given only for children that are created at run time.
	ChildRef struct {
		Name       string  `fidl:"name"`
		Collection *string `fidl:"collection,optional"`
	}
	// CollectionRef is a collection.
	CollectionRef struct {
		Name string `fidl:"name"`
	}
	// FrameworkRef is the component framework.
	FrameworkRef struct{}
	// CapabilityRef is a capability that the component declares.
	CapabilityRef struct {
		Name string `fidl:"name"`
	}
	// DebugRef is the set of debug capabilities of the component's environment.
	DebugRef struct{}
	// VoidRef is a source that gives nothing.
	VoidRef struct{}
	// EnvironmentRef is the component's environment.
	EnvironmentRef struct{}
	// ProgramRef is the component's program.
	ProgramRef struct{}
)

func (ParentRef) isRef()      {}
func (SelfRef) isRef()        {}
func (ChildRef) isRef()       {}
func (CollectionRef) isRef()  {}
func (FrameworkRef) isRef()   {}
func (CapabilityRef) isRef()  {}
func (DebugRef) isRef()       {}
func (VoidRef) isRef()        {}
func (EnvironmentRef) isRef() {}
func (ProgramRef) isRef()     {}

func refs() fidl.Decl {
	return fidl.Union[Ref](
		fidl.Variant[ParentRef](1, "parent"),
		fidl.Variant[SelfRef](2, "self"),
		fidl.Variant[ChildRef](3, "child"),
		fidl.Variant[CollectionRef](4, "collection"),
		fidl.Variant[FrameworkRef](5, "framework"),
		fidl.Variant[CapabilityRef](6, "capability"),
		fidl.Variant[DebugRef](7, "debug"),
		fidl.Variant[VoidRef](8, "void_type"),
		fidl.Variant[EnvironmentRef](9, "environment"),
		fidl.Variant[ProgramRef](10, "program"),
	)
}
