package validate

import (
	"strings"
	"testing"
)

func TestParseFeatures(t *testing.T) {
	var all []string
	for f := range featureCount {
		all = append(all, f.String())
	}
	set, err := ParseFeatures(all)
	if err != nil {
		t.Fatal(err)
	}
	for f := range featureCount {
		if !set.Has(f) {
			t.Errorf("ParseFeatures did not switch on %v", f)
		}
	}
	if empty, err := ParseFeatures(nil); err != nil || empty != 0 {
		t.Errorf("ParseFeatures(nil) = %v, %v; want the empty set", empty, err)
	}
	for name, want := range map[string]string{
		"use_dictionary":  `there is no feature "use_dictionary"; did you mean "use_dictionaries"?`,
		"something-other": `there is no feature "something-other"; the features are ` + strings.Join(all, ", "),
	} {
		if _, err := ParseFeatures([]string{name}); err == nil || err.Error() != want {
			t.Errorf("ParseFeatures(%q): got error %v, want %s", name, err, want)
		}
	}
}
