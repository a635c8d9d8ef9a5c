package translate

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// compile takes a manifest the whole way to its declaration, without
// validation.
func compile(t *testing.T, text string, o Options) (*cm.Component, *diag.List) {
	t.Helper()
	var diags diag.List
	d := cml.Decode(diag.NewFile("test.cml", []byte(text)), cml.DecodeOptions{}, &diags)
	if d == nil {
		t.Fatalf("decode: %v", diags.Err())
	}
	merge.CanonicalizeFor(d, o.Generation.SortsGroupedNames())
	return Component(d, o, &diags), &diags
}

// mustCompile is compile for a manifest without errors.
func mustCompile(t *testing.T, text string, o Options) *cm.Component {
	t.Helper()
	c, diags := compile(t, text, o)
	if c == nil {
		t.Fatalf("%s\n%v", text, diags.Err())
	}
	return c
}

// TestVectors compiles manifests whose bytes are known.
func TestVectors(t *testing.T) {
	cases, err := filepath.Glob("../testdata/vectors/*.cml")
	if err != nil || len(cases) == 0 {
		t.Fatalf("got %d vectors (%v), want some", len(cases), err)
	}
	for _, path := range cases {
		base := strings.TrimSuffix(path, ".cml")
		t.Run(filepath.Base(base), func(t *testing.T) {
			var told struct {
				Generation        cm.Generation
				Root              string
				ConfigPackagePath string `json:"config_package_path"`
			}
			if err := json.Unmarshal(read(t, base+".json"), &told); err != nil {
				t.Fatal(err)
			}
			want, err := hex.DecodeString(strings.Join(strings.Fields(string(read(t, base+".hex"))), ""))
			if err != nil {
				t.Fatal(err)
			}
			o := Options{Generation: told.Generation, ConfigPackagePath: told.ConfigPackagePath}
			if told.Root != "" {
				o.ManifestSources = []string{told.Root}
			}
			c := mustCompile(t, string(read(t, path)), o)
			got, err := cm.Encode(c)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(got, want) {
				return
			}
			wanted, err := cm.Decode(want)
			if err != nil {
				t.Fatal(err)
			}
			t.Errorf("bytes differ (-got +want):\n%s", cmp.Diff(c, wanted))
		})
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
