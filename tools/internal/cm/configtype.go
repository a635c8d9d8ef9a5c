package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// ConfigType is the type of a configuration value. Parameters that are nil are absent; compilers always write them, if
// only as an empty list. Constraints cannot be absent.
type ConfigType struct {
	Layout      ConfigTypeLayout   `fidl:"layout"`
	Parameters  []LayoutParameter  `fidl:"parameters,optional"`
	Constraints []LayoutConstraint `fidl:"constraints"`
}

// LayoutParameter is a NestedType.
type LayoutParameter interface{ isLayoutParameter() }

// NestedType is the type of a vector's elements.
type NestedType ConfigType

func (NestedType) isLayoutParameter() {}

func layoutParameters() fidl.Decl {
	return fidl.Union[LayoutParameter](
		fidl.Variant[NestedType](1, "nested_type"),
	)
}

// LayoutConstraint is a MaxSize.
type LayoutConstraint interface{ isLayoutConstraint() }

// MaxSize bounds a string in bytes or a vector in elements.
type MaxSize uint32

func (MaxSize) isLayoutConstraint() {}

func layoutConstraints() fidl.Decl {
	return fidl.Union[LayoutConstraint](
		fidl.Variant[MaxSize](1, "max_size"),
	)
}
