package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func printed(t *testing.T, l *List) string {
	t.Helper()
	var b strings.Builder
	if err := l.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrintSortsAndSaysEverythingOnce(t *testing.T) {
	f := NewFile("net.shard.cml", []byte("one\ntwo\nthree\n"))
	f.Label = "//sys/net:net"
	core := NewFile("core.cml", []byte("first\n"))
	var l List
	l.Add(
		Warningf(f.At(8), "", "third line"),
		Errorf(f.At(4), "O14", `"p" is declared twice`).
			WithNote(core.At(0), "first declared here").
			WithHint("delete one of the two"),
		Errorf(f.At(4), "O14", `"p" is declared twice`),
		Errorf(Pos{}, "", "no place"),
	)
	want := `no place
net.shard.cml:2:1: "p" is declared twice [O14] (in //sys/net:net)
  core.cml:1:1: first declared here
  fix: delete one of the two
net.shard.cml:3:1: warning: third line (in //sys/net:net)
`
	if diff := cmp.Diff(want, printed(t, &l)); diff != "" {
		t.Errorf("printed (-want +got):\n%s", diff)
	}
}

func TestPrintNamesEveryContributor(t *testing.T) {
	f := NewFile("merged.cml", []byte("x"))
	f.SetOrigins([]Origin{{Start: 0, End: 1, From: []Position{
		{File: "a.cml", Line: 1, Column: 2, Label: "//a"},
		{File: "b.cml", Line: 3, Column: 4, Label: "//b"},
	}}})
	var l List
	l.Add(Errorf(f.At(0), "", "wrong"))
	want := `a.cml:1:2: wrong (in //a)
  b.cml:3:4: the same is declared here (in //b)
`
	if diff := cmp.Diff(want, printed(t, &l)); diff != "" {
		t.Errorf("printed (-want +got):\n%s", diff)
	}
}

func TestErrIsNilWithoutErrors(t *testing.T) {
	var l List
	l.Add(Warningf(Pos{}, "", "unwise"))
	if err := l.Err(); err != nil {
		t.Errorf("a warning is an error: %v", err)
	}
	l.Promote()
	err := l.Err()
	if err == nil {
		t.Fatal("a promoted warning is no error")
	}
	if got, want := err.Error(), "unwise"; got != want {
		t.Errorf("error text: got %q, want %q", got, want)
	}
}

func TestPromoteLeavesTheSharedFindingAlone(t *testing.T) {
	d := Warningf(Pos{}, "", "unwise")
	var first, second List
	first.Add(d)
	second.Merge(&first)
	second.Promote()
	if first.HasErrors() {
		t.Error("promoting one list changed another")
	}
}
