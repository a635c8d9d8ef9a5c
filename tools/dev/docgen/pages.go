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
	examplesFolder  = "examples"
)

// pageFolders are the folders with the pages that people read, besides those of
// the examples.
var pageFolders = []string{".", "docs", "docs/guide", referenceFolder, newsFolder}

// tree is the checkout: the working directory, or what Bazel says it is when
// the program is started with "bazel run".
type tree struct {
	env  *cli.Env
	root string
	// shown is the folder with the examples, each file with the extension
	// .shown, when the tree itself has only pages; "" when the tree is whole.
	shown string
}

func newTree(env *cli.Env) tree { return tree{env: env, root: env.Getenv("BUILD_WORKSPACE_DIRECTORY")} }

// path returns where a file or folder of the tree is.
func (t tree) path(name string) string {
	switch {
	case t.shown != "" && strings.HasPrefix(name, examplesFolder+"/"):
		return t.shown + "/" + name + ".shown"
	case t.shown != "" && name == examplesFolder:
		return t.shown + "/" + name
	case t.root == "":
		return name
	}
	return t.root + "/" + name
}

func (t tree) read(name string) ([]byte, error) { return t.env.ReadFile(t.path(name)) }

func (t tree) exists(name string) bool {
	_, err := t.env.FS.Stat(t.path(name))
	return err == nil
}

// linked reports whether a link may lead to a file or folder: in a tree that is
// not whole, it may lead to what is no page.
func (t tree) linked(name string) bool {
	return t.shown != "" && path.Ext(name) != ".md" || t.exists(name)
}

// pages returns the pages of the tree, in the order of their folders and names.
func (t tree) pages() ([]*diag.File, error) {
	var pages []*diag.File
	for _, folder := range pageFolders {
		more, err := t.markdown(folder)
		if err != nil {
			return nil, err
		}
		pages = append(pages, slices.DeleteFunc(more, isNote)...)
	}
	examples, err := t.entries(examplesFolder)
	if err != nil {
		return nil, err
	}
	for _, e := range examples {
		name := path.Join(examplesFolder, e.Name(), "README.md")
		if !t.exists(name) {
			continue
		}
		page, err := t.page(name)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// notes returns the notes of changes that are not released yet.
func (t tree) notes() ([]*diag.File, error) {
	files, err := t.markdown(newsFolder)
	return slices.DeleteFunc(files, func(f *diag.File) bool { return !isNote(f) }), err
}

// isNote reports whether a file is a note of a change, which is no page but
// becomes a part of one.
func isNote(f *diag.File) bool {
	return path.Dir(f.Name) == newsFolder && path.Base(f.Name) != "README.md"
}

// markdown returns the Markdown files in a folder.
func (t tree) markdown(folder string) ([]*diag.File, error) {
	entries, err := t.entries(folder)
	if err != nil {
		return nil, err
	}
	var files []*diag.File
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".md" {
			continue
		}
		page, err := t.page(path.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		files = append(files, page)
	}
	return files, nil
}

func (t tree) page(name string) (*diag.File, error) {
	text, err := t.read(name)
	return diag.NewFile(name, text), err
}

// entries returns what is in a folder, nothing if there is no folder.
func (t tree) entries(folder string) ([]fs.DirEntry, error) {
	entries, err := t.env.FS.ReadDir(t.path(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

// generated returns the name in the tree of a generated page.
func generated(file string) string {
	return referenceFolder + "/" + file[strings.LastIndexAny(file, `/\`)+1:]
}
