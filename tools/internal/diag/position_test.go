package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPositionCountsLinesAndRunes(t *testing.T) {
	f := NewFile("a.cml", []byte("{\r\n  é: 1,\rx\n\n"))
	for _, tt := range []struct {
		name   string
		offset int
		want   Position
	}{
		{"start", 0, Position{File: "a.cml", Line: 1, Column: 1}},
		{"CR LF is one line end", 3, Position{File: "a.cml", Line: 2, Column: 1}},
		{"columns are runes, not bytes", 7, Position{File: "a.cml", Line: 2, Column: 4}},
		{"CR alone ends a line", 12, Position{File: "a.cml", Line: 3, Column: 1}},
		{"empty line", 14, Position{File: "a.cml", Line: 4, Column: 1}},
		{"behind the end", 99, Position{File: "a.cml", Line: 5, Column: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, f.At(tt.offset).Position()); diff != "" {
				t.Errorf("position (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPositionOfUnreadFileIsTheFile(t *testing.T) {
	f := NewFile("gone.cml", nil)
	f.Label = "//a:b"
	want := Position{File: "gone.cml", Label: "//a:b"}
	if got := f.At(0).Position(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := (Pos{}).Position(); got != (Position{}) {
		t.Errorf("no place: got %+v, want nothing", got)
	}
}

func TestOriginsInnermostWins(t *testing.T) {
	outer := Position{File: "outer", Line: 1, Column: 1}
	inner := Position{File: "inner", Line: 2, Column: 2}
	again := Position{File: "again", Line: 3, Column: 3}
	f := NewFile("merged", []byte("0123456789"))
	f.SetOrigins([]Origin{
		{Start: 4, End: 6, From: []Position{inner, again}},
		{Start: 1, End: 9, From: []Position{outer}},
		{Start: 6, End: 7, From: []Position{again}},
	})
	for offset, want := range map[int][]Position{
		0: {{File: "merged", Line: 1, Column: 1}},
		1: {outer},
		3: {outer},
		4: {inner, again},
		5: {inner, again},
		6: {again},
		7: {outer},
		8: {outer},
		9: {{File: "merged", Line: 1, Column: 10}},
	} {
		if diff := cmp.Diff(want, f.Positions(offset)); diff != "" {
			t.Errorf("offset %d (-want +got):\n%s", offset, diff)
		}
	}
	if diff := cmp.Diff([]string{"again", "inner", "outer"}, f.Sources()); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestFixedResolvesToWhatItWasGiven(t *testing.T) {
	a, b := Position{File: "a", Line: 1, Column: 2, Label: "//a"}, Position{File: "b"}
	if diff := cmp.Diff([]Position{a, b}, Fixed(a, b).Positions()); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
	if Fixed().IsValid() {
		t.Error("a place without positions is valid")
	}
}
