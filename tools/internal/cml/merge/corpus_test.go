package merge

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TestCorpus merges the manifests of a folder that is named by the environment
// with what they include; they are not part of the project. Manifests whose
// includes are not at hand are counted apart.
func TestCorpus(t *testing.T) {
	root := os.Getenv("RULES_IDK_CORPUS")
	if root == "" {
		t.Skip("RULES_IDK_CORPUS does not name a folder with manifests")
	}
	decodeOld := func(f *diag.File, diags *diag.List) *cml.Document {
		return cml.Decode(f, cml.DecodeOptions{Legacy2021: true}, diags)
	}
	whole, partial := 0, 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".cml" {
			return err
		}
		below, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		tree := filepath.Join(root, strings.Split(below, string(filepath.Separator))[0])
		loader := include.NewFileSystem(machine{}, tree, []string{tree, filepath.Join(tree, "sdk/lib"), filepath.Join(tree, "src/lib")})
		var found diag.List
		docs, err := include.NewResolver(loader, decodeOld).Resolve([]string{loader.ID(path)}, &found)
		if err != nil {
			return err
		}
		if found.HasErrors() {
			t.Log(found.Err())
			partial++
			return nil
		}
		whole++
		var diags diag.List
		d := Documents(docs.Documents(), &diags)
		if err := diags.Err(); err != nil {
			t.Error(err)
		}
		d.Include = nil
		Canonicalize(d)
		text := string(cml.Print(d).Text)
		again := cml.Decode(diag.NewFile(path, []byte(text)), cml.DecodeOptions{}, &diags)
		if again == nil {
			t.Errorf("%s: %v", path, diags.Err())
			return nil
		}
		Canonicalize(again)
		if diff := cmp.Diff(string(cml.Print(again).Text), text); diff != "" {
			t.Errorf("%s: canonicalizing twice changes the document:\n%s", path, diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d manifests with all includes, %d without", whole, partial)
}

// machine is the file system of the machine.
type machine struct{}

func (machine) ReadFile(name string) ([]byte, error)  { return os.ReadFile(name) }
func (machine) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }
