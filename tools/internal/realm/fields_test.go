package realm

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFields(t *testing.T) {
	for _, tt := range []struct {
		name string
		fact Fact
		want []Field
	}{
		{"a renamed route with everything", Fact{
			Section: "offer", Type: "directory", Name: "n", From: "parent", As: "m", To: "#x", Path: "/p", Subdir: "s", Rights: "r*",
			Availability: "optional", SourceAvailability: "unknown", TargetAvailability: "required", Dependency: "weak", BackingDir: "b",
		}, []Field{
			{"name", "n"},
			{"from", "parent"},
			{"to", "#x"},
			{"path", "/p"},
			{"subdir", "s"},
			{"rights", "r*"},
			{"availability", "optional"},
			{"source_availability", "unknown"},
			{"target_availability", "required"},
			{"dependency", "weak"},
			{"backing_dir", "b"},
		}},
		{"details, with a value that looks like one", Fact{Detail: "environment=#e startup=eager url=#meta/a environment=x.cm"}, []Field{
			{"environment", "#e"}, {"startup", "eager"}, {"url", "#meta/a environment=x.cm"},
		}},
		{"no details", Fact{Name: "n"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.fact.Fields()); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDetailKeysAreSorted(t *testing.T) {
	if !slices.IsSorted(detailKeys[:]) {
		t.Errorf("details are sorted by key, but their list is not: %v", detailKeys)
	}
}
