package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate/digraph"
)

// nodeKind is what a node of the graph of dependencies stands for.
type nodeKind uint8

const (
	childNode nodeKind = iota
	collectionNode
	capabilityNode // a declared storage or dictionary
	environmentNode
	selfNode
)

// node is what can depend on something or be depended on.
type node struct {
	kind nodeKind
	name string
}

// String returns the node as a reference.
func (n node) String() string {
	if n.kind == selfNode {
		return "self"
	}
	return "#" + n.name
}

// noNode stands for what takes no part: parent, framework, void, debug.
const noNode = -1

// dependency says that one node needs another one: the edge goes from the
// source of a capability to the one that gets it.
type dependency struct {
	digraph.Edge
	// name is the capability that makes the edge, cause the clause, the
	// registration, or the child or collection that is placed.
	name  *cml.Str
	cause any
}

// canBeWeak reports whether the dependency could be declared weak.
func (d *dependency) canBeWeak() bool {
	clause, ok := d.cause.(*cml.Clause)
	if !ok || !canBeWeak(clause.Type()) {
		return false
	}
	switch clause.Section {
	case cml.SectionOffer:
		return true
	case cml.SectionUse:
		ref := cml.ParseRef(clause.From.Items[0].Value)
		return ref.Kind == cml.RefNamed && ref.Dictionary == ""
	}
	return false
}

// String says what makes the dependency.
func (d *dependency) String() string {
	switch cause := d.cause.(type) {
	case *cml.Clause:
		switch {
		case cause.Section == cml.SectionUse:
			return act(cause.Type(), cause.Names(), "used")
		case cause.Section == cml.SectionOffer:
			return act(cause.Type(), cause.Names(), "offered")
		case cause.Type() == cml.TypeStorage:
			return fmt.Sprintf("storage %q is backed by a directory from %q", d.name.Value, cause.From.Items[0].Value)
		}
		return fmt.Sprintf("dictionary %q is provided by the program", d.name.Value)
	case *cml.Registration:
		return fmt.Sprintf("%q is registered in the environment", d.name.Value)
	case *cml.Child:
		return fmt.Sprintf("child %q is placed in the environment", d.name.Value)
	case *cml.Collection:
		return fmt.Sprintf("collection %q is placed in the environment", d.name.Value)
	}
	return ""
}
