package validate

import (
	"strconv"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// useTarget is what a use occupies: two uses cannot have the same.
type useTarget struct{ kind, value string }

// used is one name of a use clause.
type used struct {
	clause *cml.Clause
	name   *cml.Str
}

// eventStreamPath is where all event streams are found that say nothing else.
const eventStreamPath = "/svc/fuchsia.component.EventStream"

// forEachTarget calls f for what a clause occupies.
func forEachTarget(clause *cml.Clause, f func(useTarget, *cml.Str)) {
	names := clause.Names()
	path := clause.Path.Value
	switch t := clause.Type(); {
	case t == cml.TypeRunner:
		for i := range names {
			f(useTarget{"runner", names[i].Value}, &names[i])
		}
	case t == cml.TypeConfig:
		if clause.Key.IsSet() {
			f(useTarget{"configuration key", clause.Key.Value}, &names[0])
		}
	case t == cml.TypeEventStream:
		// All streams of a clause arrive at one path.
		if path == "" {
			path = eventStreamPath
		}
		f(useTarget{"path", path}, &names[0])
	case t == cml.TypeProtocol && clause.NumberedHandle != nil:
		for i := range names {
			f(useTarget{"numbered handle", strconv.FormatInt(clause.NumberedHandle.Value, 10)}, &names[i])
		}
	case path != "" && len(names) == 1:
		f(useTarget{"path", path}, &names[0])
	case path == "" && t != cml.TypeDirectory && t != cml.TypeStorage:
		for i := range names {
			f(useTarget{"path", "/svc/" + names[i].Value}, &names[i])
		}
	}
}

// repeatedTargets reports rule U18.
func (c *checker) repeatedTargets(contests []contest[useTarget, used]) {
	for _, twice := range contests {
		inSourceOrder(twice.claimants, func(u used) diag.Pos { return u.name.Pos })
		first := twice.claimants[0]
		firstName := named(first.clause.Type(), first.name.Value)
		for _, again := range twice.claimants[1:] {
			name := named(again.clause.Type(), again.name.Value)
			finding := wrong(*again.name, "U18", "%s is used at the %s %q, which %s has already", name, twice.key.kind, twice.key.value, firstName)
			switch {
			case twice.key.kind == "runner":
				finding.Msg = name + " is used twice"
			case name == firstName:
				finding.Msg = name + " is used twice at the " + twice.key.kind + " " + strconv.Quote(twice.key.value)
			}
			c.report(finding.WithNote(first.name.Pos, "first used here").WithHint("%s", separate(twice.key.kind)))
		}
	}
}

// separate says how two uses get different targets.
func separate(kind string) string {
	switch kind {
	case "path":
		return "delete one of the two, or give one another `path`"
	case "runner":
		return "delete one of the two"
	}
	return "delete one of the two, or give one another " + kind
}
