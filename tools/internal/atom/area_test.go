package atom

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestParseAreas(t *testing.T) {
	want := Areas{"Bluetooth", "Component Framework", "Unknown"}
	tests := []struct{ name, file, text string }{
		{"a list", "areas.txt", "# who owns what\nComponent Framework\n\nBluetooth # and LE\n"},
		{"YAML", "_areas.yaml", "# areas\n- name: 'Bluetooth'\n  api_primary: \"someone\"\n- name: Component Framework\n  api_secondary: x\n"},
		{"YAML with indents", "a.yml", "  -\n    name: \"Component Framework\"\n  - name: Bluetooth\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseAreas(diag.NewFile(tt.file, []byte(tt.text)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	_, err := ParseAreas(diag.NewFile("_areas.yaml", []byte("Bluetooth\n")))
	checkError(t, err, "_areas.yaml:1:1: there is no area in this list\n  fix: write one area per line, or entries with a name if it is YAML")
}

func TestAreasCheck(t *testing.T) {
	some := Areas{"Bluetooth", "Component Framework", "Developer", "Kernel", "Unknown", "WLAN"}
	tests := []struct {
		name  string
		areas Areas
		kind  element.Kind
		area  string
		want  string // the message and the fix, "" for none
	}{
		{"a legal one", some, element.FIDLLibrary, "Kernel", ""},
		{"Unknown", some, element.FIDLLibrary, "Unknown", ""},
		{"none where none is needed", some, element.ComponentManifest, "", ""},
		{"any, without a list", nil, element.FIDLLibrary, "Whatever", ""},
		{"none for a FIDL library", some, element.FIDLLibrary, "", "//a (sdk://a) has no area, and a fidl_library must have one\nuse one of Bluetooth, Component Framework, Developer, Kernel, Unknown or WLAN"},
		{"none for a bind library, without a list", nil, element.BindLibrary, "", "//a (sdk://a) has no area, and a bind_library must have one\nset area"},
		{"a misspelt one", some, element.ComponentManifest, "kernl", "//a (sdk://a) has the area \"kernl\", which does not exist\ndid you mean \"Kernel\"?"},
		{"one that is far from all", some, element.ComponentManifest, "Q", "//a (sdk://a) has the area \"Q\", which does not exist\nuse one of Bluetooth, Component Framework, Developer, Kernel, Unknown or WLAN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if d := tt.areas.check(diag.Pos{}, "//a", "sdk://a", tt.kind, tt.area); d != nil {
				got = d.Msg + "\n" + d.Hint
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAreasNearAreAtMostThree(t *testing.T) {
	areas := Areas{"area1", "area2", "area3", "area4", "area"}
	got := strings.Join(areas.near("area"), " ")
	if want := `"area" "area1" "area2"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// checkError compares the text of an error, "" being none.
func checkError(t testing.TB, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}
