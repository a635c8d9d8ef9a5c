package cml

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TestCorpus decodes and prints the manifests of a folder that is named by the
// environment; they are not part of the project.
func TestCorpus(t *testing.T) {
	root := os.Getenv("RULES_IDK_CORPUS")
	if root == "" {
		t.Skip("RULES_IDK_CORPUS does not name a folder with manifests")
	}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".cml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		t.Run(path, func(t *testing.T) {
			var diags diag.List
			d := Decode(diag.NewFile(path, text), DecodeOptions{Legacy2021: true}, &diags)
			if d == nil {
				t.Fatal(diags.Err())
			}
			checkPrinted(t, d)
			AgreeWithSchema(t, text, Decode(diag.NewFile(path, text), DecodeOptions{}, &diag.List{}) != nil)
			for _, d := range diags.All() {
				t.Log(d.Pos.Position(), d.Msg)
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
