package launch

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
)

// getenv returns the first value of a variable in an environment, as libc does.
func getenv(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// foreign reports whether a variable would reach into the interpreter: into its
// dynamic loader, its libc or Python itself. PYTHON variables that the bundle
// wants to inherit are not foreign.
func foreign(name string, inherit []string) bool {
	switch {
	case name == contract.BundleVar:
		return true
	case strings.HasPrefix(name, "PYTHON"):
		return !slices.Contains(inherit, name)
	}
	return slices.ContainsFunc(contract.Variables, func(v contract.Variable) bool { return strings.HasPrefix(name+"=", v.Prefix) })
}

// clean returns the environment of the interpreter. What is no variable at all
// is dropped: a reader after us could take it for one.
func clean(environ, inherit []string, bundle string) []string {
	kept := make([]string, 0, len(environ)+1)
	for _, entry := range environ {
		name, _, ok := strings.Cut(entry, "=")
		if ok && name != "" && !foreign(name, inherit) {
			kept = append(kept, entry)
		}
	}
	if bundle != "" {
		kept = append(kept, contract.BundleVar+"="+bundle)
	}
	return kept
}
