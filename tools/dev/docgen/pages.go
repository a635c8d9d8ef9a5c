package main

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Where things are in the tree.
const (
	referenceFolder = "docs/reference"
	newsFolder      = "news"
)

// pageFolders are the folders with the pages that people read.
var pageFolders = []string{".", "docs", "docs/guide", referenceFolder, newsFolder}

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

// pages returns the pages of the tree, in the order of their folders and names.
func (t tree) pages() ([]*diag.File, error) {
	var pages []*diag.File
	for _, folder := range pageFolders {
		more, err := t.markdown(folder)
		if err != nil {
			return nil, err
		}
		pages = append(pages, more...)
	}
	return pages, nil
}

// notes returns the notes of changes that are not released yet.
func (t tree) notes() ([]*diag.File, error) {
	files, err := t.markdown(newsFolder)
	return slices.DeleteFunc(files, func(f *diag.File) bool { return path.Base(f.Name) == "README.md" }), err
}

// markdown returns the Markdown files in a folder, none if there is no folder.
func (t tree) markdown(folder string) ([]*diag.File, error) {
	entries, err := t.env.FS.ReadDir(t.path(folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var files []*diag.File
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".md") {
			continue
		}
		name := path.Join(folder, e.Name())
		text, err := t.read(name)
		if err != nil {
			return nil, err
		}
		files = append(files, diag.NewFile(name, text))
	}
	return files, nil
}

// generated returns the name in the tree of a generated page.
func generated(file string) string {
	return referenceFolder + "/" + file[strings.LastIndexAny(file, `/\`)+1:]
}
