package main

import (
	"bytes"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// makeLibrary is the command "pylib FILE LABEL PATH=SOURCE...": it makes the archive
// of a library as PyCompile does, but what it calls code is only a text, so that no
// interpreter is needed.
func makeLibrary(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: pylib FILE LABEL PATH=SOURCE...")
	}
	var out bytes.Buffer
	w := hpa.NewWriter(&out, 0)
	index := hpa.Index{Meta: map[string]any{"kind": "library", "label": args[1], "python": "3.14"}}
	for _, arg := range args[2:] {
		path, name, ok := strings.Cut(arg, "=")
		if !ok {
			ts.Fatalf("%q is not PATH=SOURCE", arg)
		}
		text := ts.ReadFile(name)
		code, err := w.Add([]byte("code of "+path+"\n"+text), hpa.BlobOptions{})
		ts.Check(err)
		source, err := w.Add([]byte(text), hpa.BlobOptions{})
		ts.Check(err)
		index.Modules = append(index.Modules, hpa.Module{Name: path, Blob: code, Source: source, Path: path})
		for _, blob := range []int{code, source} {
			index.Provenance = append(index.Provenance, hpa.Provenance{Blob: blob, Label: args[1], Path: name})
		}
	}
	ts.Check(w.Close(index, hpa.TrailerOptions{Magic: 3627, Python: 0x030e}))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o666))
}

// damage is the command "damage FILE COPY (cut BYTES|append TEXT|flip OFFSET)": it
// makes a copy of a file that something happened to. Negative offsets count from
// the end.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: damage FILE COPY (cut BYTES|append TEXT|flip OFFSET)")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	number := func() int {
		n, err := strconv.Atoi(args[3])
		ts.Check(err)
		return n
	}
	switch args[2] {
	case "cut":
		data = data[:len(data)-number()]
	case "append":
		data = append(data, args[3]...)
	case "flip":
		at := number()
		if at < 0 {
			at += len(data)
		}
		data[at] ^= 0x55
	default:
		ts.Fatalf("%q is no damage", args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o666))
}
