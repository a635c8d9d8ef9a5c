package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// declarations checks the section capabilities.
func (c *checker) declarations() {
	names := newClaims[string, declared](len(c.doc.Capabilities))
	for _, clause := range c.doc.Capabilities {
		if !c.capability(clause, "P1", "P2") {
			continue
		}
		for i := range clause.Names() {
			name := &clause.Names()[i]
			names.add(name.Value, declared{clause.Type(), name})
		}
		c.declaration(clause)
		c.ignoredFields(clause)
	}
	c.repeatedDeclarations(names.contests)
}

// declared is one name of a declaration.
type declared struct {
	t    cml.CapabilityType
	name *cml.Str
}

// repeatedDeclarations reports rule P10, unless I1 reports the same pair.
func (c *checker) repeatedDeclarations(contests []contest[string, declared]) {
	for _, twice := range contests {
		inSourceOrder(twice.claimants, func(d declared) diag.Pos { return d.name.Pos })
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			if hasIdentifier(first.t) && hasIdentifier(again.t) {
				continue
			}
			finding := wrong(*again.name, "P10", "%s is declared twice in capabilities", named(again.t, again.name.Value))
			if first.t != again.t {
				finding.Msg = named(again.t, again.name.Value) + " is declared in capabilities, which declares " + article(first.t.String()) + " of that name already"
			}
			c.report(finding.WithNote(first.name.Pos, "first declared here").
				WithHint("delete or rename one of the two"))
		}
	}
}

func (c *checker) declaration(clause *cml.Clause) {
	t, names := clause.Type(), clause.Names()
	switch t {
	case cml.TypeService, cml.TypeProtocol:
		if clause.Path.IsSet() && len(names) > 1 {
			c.report(wrong(clause.Path, "P11", "one `path` is given to several names: %s", subject(t, names)).
				WithHint("write one clause for each name that needs a path; the default is /svc/NAME"))
		}
		if clause.Delivery.IsSet() && t == cml.TypeProtocol {
			c.gate(clause.Delivery.Pos, "P8", DeliveryType, "`delivery` of "+subject(t, names))
		}
	case cml.TypeDirectory:
		c.missing(clause, "P3",
			need{"path", clause.Path.IsSet()},
			need{"rights", clause.Rights.IsSet()})
		c.rights(clause, "P4")
	case cml.TypeStorage:
		c.storageDeclaration(clause)
	case cml.TypeRunner, cml.TypeResolver:
		if clause.From.IsSet() {
			c.report(wrong(clause.From.Items[0], "P6", "%s has a `from`, but the component provides it itself", subject(t, names)).
				WithHint("delete `from`"))
		}
		c.missing(clause, "P6", need{"path", clause.Path.IsSet()})
	case cml.TypeDictionary:
		if clause.Path.IsSet() {
			c.gate(clause.Path.Pos, "P7", DynamicDictionaries, "`path` of "+subject(t, names))
		}
	case cml.TypeConfig:
		c.configDeclaration(clause)
	}
}

// storageDeclaration checks the rules P5 and P9.
func (c *checker) storageDeclaration(clause *cml.Clause) {
	name := clause.Names()[0].Value
	c.missing(clause, "P5",
		need{"from", clause.From.IsSet()},
		need{"backing_dir", clause.BackingDir.IsSet()},
		need{"storage_id", clause.StorageID.IsSet()})
	if clause.Path.IsSet() {
		c.report(wrong(clause.Path, "P5", "storage %q has a `path`, but storage is cut out of a directory", name).
			WithHint("delete `path` and name the directory in `backing_dir`"))
	}
	for _, from := range clause.From.Items {
		ref := cml.ParseRef(from.Value)
		if ref.Kind == cml.RefNamed && c.scope.Resolve(scope.StorageFrom, cml.TypeStorage, ref.Name).Kind != scope.Child {
			c.unknown(unknownRef{
				ref: from, rule: "P9", accepted: scope.Accepted(scope.StorageFrom, cml.TypeStorage),
				what: fmt.Sprintf("storage %q is backed by a directory from %q", name, from.Value),
			})
		}
	}
}

// need is a field that a clause cannot do without.
type need struct {
	field string
	isSet bool
}

// missing reports fields that the type of a clause requires.
func (c *checker) missing(clause *cml.Clause, rule string, needs ...need) {
	var missing []string
	for _, n := range needs {
		if !n.isSet {
			missing = append(missing, "`"+n.field+"`")
		}
	}
	if len(missing) == 0 {
		return
	}
	hint := ""
	for _, m := range missing {
		if hint != "" {
			hint += "; "
		}
		hint += fieldHint(clause, m)
	}
	finding := wrong(clause.Names()[0], rule, "%s needs %s", subject(clause.Type(), clause.Names()), list(missing, "and"))
	finding.Hint = hint
	c.report(finding)
}

// fieldHint says what to write for a missing field.
func fieldHint(clause *cml.Clause, field string) string {
	switch field {
	case "`path`":
		if clause.Section == cml.SectionUse {
			return "add `path`, the place in the namespace of the program, such as \"/data\""
		}
		return "add `path`, the place in the outgoing directory of the program, such as \"/svc/" + clause.Names()[0].Value + "\""
	case "`rights`":
		return "add `rights`, such as [\"r*\"]"
	case "`from`":
		return "add `from`: \"parent\", \"self\" or the child that has the directory"
	case "`backing_dir`":
		return "add `backing_dir`, the name of that directory"
	case "`storage_id`":
		return "add `storage_id`: \"static_instance_id\" or \"static_instance_id_or_moniker\""
	case "`key`":
		return "add `key`, the name of the value in the program's configuration"
	case "`type`":
		return "add `type`, such as \"bool\""
	case "`value`":
		return "add `value`"
	case "`max_size`":
		return "add `max_size`, the most bytes of the string"
	case "`max_count`":
		return "add `max_count`, the most elements of the vector"
	case "`element`":
		return "add `element`, such as { type: \"uint8\" }"
	}
	return "add " + field
}
