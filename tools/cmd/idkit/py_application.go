package main

import (
	"errors"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	pycompile "github.com/rules-idk/rules_idk/tools/internal/pybundle/compile"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/link"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/pyz"
)

// appendApplication adds the members of a zip application to the sources and files
// of a library.
func appendApplication(env *cli.Env, text string, sources []pycompile.LibrarySource, files []pycompile.LibraryFile) ([]pycompile.LibrarySource, []pycompile.LibraryFile, error) {
	var d struct{ Path, File, Label string }
	if err := parseDescription("pyz", text, &d); err != nil {
		return nil, nil, err
	}
	in, err := openRandom(env, d.File)
	if err != nil {
		return nil, nil, err
	}
	defer in.Close()
	label := include.DisplayLabel(d.Label)
	members, err := pyz.Read(in, in.size)
	if err != nil {
		return nil, nil, applicationError(d.File, label, err)
	}
	for _, m := range members {
		path, shown := d.Path+"/"+m.Name, d.File+"/"+m.Name
		if m.IsSource() {
			sources = append(sources, pycompile.LibrarySource{Path: path, Shown: shown, Label: label, Content: m.Content})
			continue
		}
		files = append(files, pycompile.LibraryFile{
			Path: path, Shown: shown, Label: label, Content: m.Content, Executable: m.Executable,
			Kind: link.KindOf(m.Name, m.Executable, m.Content),
		})
	}
	return sources, files, nil
}

// applicationError says what is wrong with a zip application.
func applicationError(name, label string, err error) error {
	var wrong *archive.Error
	if !errors.As(err, &wrong) {
		return readError(name, err)
	}
	list := &diag.List{}
	list.Add(diag.Errorf(diag.Fixed(diag.Position{File: name, Label: label}), "", "%v", wrong).
		WithHint("make the zip application again, with files whose names are relative, and each once"))
	return list.Err()
}
