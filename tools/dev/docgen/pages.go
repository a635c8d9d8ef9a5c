package main

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// referenceFolder is where the generated pages are.
const referenceFolder = "docs/reference"

// pageFolders are the folders with Markdown that users read; of these, docs
// alone is looked through to its depths.
var pageFolders = []string{".", "docs", "docs/guide", referenceFolder}

// tree is the checkout: the working directory, or what Bazel says it is when
// the program is started with "bazel run".
type tree struct {
	env  *cli.Env
	root string
}

func newTree(env *cli.Env) tree { return tree{env, env.Getenv("BUILD_WORKSPACE_DIRECTORY")} }

func (t tree) path(name string) string {
	if t.root == "" {
		return name
	}
	return t.root + "/" + name
}

func (t tree) read(name string) ([]byte, error) { return t.env.ReadFile(t.path(name)) }

func (t tree) exists(name string) bool {
	_, err := t.env.FS.Stat(t.path(name))
	return err == nil
}

// pages returns the pages of the tree, in the order of their paths.
func (t tree) pages() ([]*diag.File, error) {
	var pages []*diag.File
	for _, folder := range pageFolders {
		entries, err := t.env.FS.ReadDir(t.path(folder))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() || !strings.HasSuffix(e.Name(), ".md") {
				continue
			}
			name := path.Join(folder, e.Name())
			text, err := t.read(name)
			if err != nil {
				return nil, err
			}
			pages = append(pages, diag.NewFile(name, text))
		}
	}
	return pages, nil
}

// generated returns the name in the tree of a generated page.
func generated(file string) string {
	return referenceFolder + "/" + file[strings.LastIndexAny(file, `/\`)+1:]
}
