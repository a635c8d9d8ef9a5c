package idk

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// writeTree writes files below a directory.
func writeTree(t testing.TB, dir string, files []txtar.File) {
	t.Helper()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// writeIDK writes an IDK that a test has as a text. Where the text has a file
// "idk", with a version, a host and targets in one line, meta/manifest.json is
// made from it and from all element files.
func writeIDK(t testing.TB, dir string, files []txtar.File) {
	t.Helper()
	var kept []txtar.File
	var m *element.Manifest
	for _, f := range files {
		if f.Name == "idk" {
			words := strings.Fields(string(f.Data))
			m = &element.Manifest{ID: words[0], Host: words[1], Target: words[2:]}
			continue
		}
		kept = append(kept, f)
	}
	if m == nil {
		writeTree(t, dir, files)
		return
	}
	for _, f := range kept {
		var head struct {
			Type   element.Kind
			Stable *bool
		}
		if !strings.HasSuffix(f.Name, ".json") || json.Unmarshal(f.Data, &head) != nil || head.Type == "" {
			continue
		}
		stable := head.Stable == nil || *head.Stable
		m.Parts = append(m.Parts, element.Part{Meta: f.Name, Type: head.Type.PartType(), Stable: stable})
	}
	writeTree(t, dir, append(kept, txtar.File{Name: element.ManifestPath, Data: m.Marshal()}))
}

// below returns the files of a text that are in a directory of it.
func below(dir string, files []txtar.File) []txtar.File {
	var found []txtar.File
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Name, dir+"/"); ok {
			found = append(found, txtar.File{Name: name, Data: f.Data})
		}
	}
	return found
}

func open(t testing.TB, root, name string) *IDK {
	t.Helper()
	diags := &diag.List{}
	i, err := Open(context.Background(), cli.Dir(root), name, "", diags)
	if err != nil {
		t.Fatal(err)
	}
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return i
}

func decode(f *diag.File, diags *diag.List) *cml.Document {
	return cml.Decode(f, cml.DecodeOptions{}, diags)
}
