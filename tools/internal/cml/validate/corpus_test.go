package validate

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TestCorpus validates real manifests when their directory is given: nothing
// may panic, and the findings are printed for a person to judge.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("CML_CORPUS")
	if dir == "" {
		t.Skip("CML_CORPUS names no directory with manifests")
	}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".cml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		diags := &diag.List{}
		d := cml.Decode(diag.NewFile(path, text), cml.DecodeOptions{Legacy2021: true}, diags)
		if d == nil {
			return nil
		}
		merge.Canonicalize(d)
		permitted := Features(0).With(AllowLongNames).With(DeliveryType).With(DynamicDictionaries).With(UseDictionaries)
		Document(d, Options{ForCompile: true, Features: permitted}, diags)
		if diags.Len() > 0 {
			t.Logf("%s\n%s", path, printed(t, diags))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
