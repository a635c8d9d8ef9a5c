package validate

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Feature is a restricted feature of the language: a document may use it only
// where the build says so.
type Feature uint8

// The features that cmc knows (tools/lib/cml/src/features.rs).
const (
	AllowLongNames Feature = iota
	AllowNonHermeticPackages
	DeliveryType
	// Dictionaries gates nothing any more; builds still name it.
	Dictionaries
	DynamicDictionaries
	// EnableAllowNonHermeticPackages demands AllowNonHermeticPackages of
	// documents that need it.
	EnableAllowNonHermeticPackages
	// RestrictTestTypeInFacets forbids documents to say what kind of test they
	// are.
	RestrictTestTypeInFacets
	UseDictionaries
	featureCount
)

// String returns the name by which builds switch the feature on.
func (f Feature) String() string {
	return [...]string{
		"allow_long_names",
		"allow_non_hermetic_packages",
		"delivery_type",
		"dictionaries",
		"dynamic_dictionaries",
		"enable_allow_non_hermetic_packages_feature",
		"restrict_test_type_in_facets",
		"use_dictionaries",
	}[f]
}

// Features is a set of features. The zero value is empty.
type Features uint16

// With returns the set with a feature added.
func (s Features) With(f Feature) Features { return s | 1<<f }

// Has reports whether a feature is in the set.
func (s Features) Has(f Feature) bool { return s&(1<<f) != 0 }

// ParseFeatures returns the set of the named features. An unknown name is wrong
// usage, so it is a plain error.
func ParseFeatures(names []string) (Features, error) {
	var set Features
	for _, name := range names {
		f, ok := featureNamed(name)
		if !ok {
			known := make([]string, featureCount)
			for i := range known {
				known[i] = Feature(i).String()
			}
			s := suggester{budget: suggestionBudget}
			if near := s.nearest(name, known); near != "" {
				return 0, fmt.Errorf("there is no feature %q; did you mean %q?", name, near)
			}
			return 0, fmt.Errorf("there is no feature %q; the features are %s", name, strings.Join(known, ", "))
		}
		set = set.With(f)
	}
	return set, nil
}

func featureNamed(name string) (Feature, bool) {
	for f := range featureCount {
		if f.String() == name {
			return f, true
		}
	}
	return 0, false
}

// gate reports a construct whose feature is not switched on.
func (c *checker) gate(pos diag.Pos, rule string, f Feature, construct string) {
	if c.opts.Features.Has(f) {
		return
	}
	c.report(diag.Errorf(pos, rule, "%s needs the restricted feature %q", construct, f).
		WithHint("remove it, or switch the feature on: restricted_features in Bazel, else --features %s", f))
}
