package starlarkdoc

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/golden"
)

// message builds a message from pairs of a field number and a value: a string,
// a number, a boolean, or a message of its own.
func message(pairs ...any) []byte {
	var m []byte
	for i := 0; i < len(pairs); i += 2 {
		number := uint64(pairs[i].(int)) << 3
		varint := func(v uint64) { m = binary.AppendUvarint(binary.AppendUvarint(m, number|wireVarint), v) }
		text := func(v []byte) {
			m = binary.AppendUvarint(binary.AppendUvarint(m, number|wireBytes), uint64(len(v)))
			m = append(m, v...)
		}
		switch v := pairs[i+1].(type) {
		case string:
			text([]byte(v))
		case []byte:
			text(v)
		case int:
			varint(uint64(v))
		case bool:
			varint(map[bool]uint64{true: 1}[v])
		}
	}
	return m
}

// everything has one of each thing that a page can show.
func everything() []byte {
	attributes := func(number int) []byte {
		return message(
			number, message(1, "name", 2, "A unique name.", 3, 1, 4, true),
			number, message(1, "deps", 2, "What it needs, a | b.\nLeft out: none.", 3, 7,
				5, message(1, "AInfo", 1, "BInfo"), 5, message(1, "CInfo"), 6, "[]"),
			number, message(1, "src", 2, "The file. See AInfo, not `AInfo`.", 3, 3, 4, true),
			number, message(1, "kind", 2, "The kind:\n\n* `a`: first,\n  or so;\n* `b`.", 3, 4, 6, `"a|b"`),
		)
	}
	rule := func(name string) []byte {
		return append(message(1, name, 2, "Makes "+name+".\n\n```starlark\nrule(AInfo)\n```\n\n*Providers:* AInfo."), attributes(3)...)
	}
	return message(
		1, rule("thing"),
		2, message(1, "AInfo", 2, "What a thing is.", 3, message(1, "file", 2, "File: the file."), 3, message(1, "more", 2, "depset[AInfo]")),
		2, message(1, "EmptyInfo", 2, "A mark."),
		3, message(1, "things", 3, "Makes things.",
			2, message(1, "name", 2, "Their name.", 4, true),
			2, message(1, "count", 2, "How many.", 3, "2"),
			2, message(1, "rest", 5, 4),
			2, message(1, "args"),
			2, message(1, "kwargs"),
			2, message(1, "more", 5, 5),
			4, message(1, "AInfo.")),
		4, append(message(1, "walk", 2, "Walks along deps.", 3, "deps"), attributes(4)...),
		5, "Things and what they are made of.\n",
		6, "//rules:things.bzl",
		7, message(1, "idk", 2, "Gets things.", 3, append(message(1, "local", 2, "From a folder."), attributes(3)...)),
		9, rule("composed"),
		99, "a field of a newer Bazel", 98, 7,
	)
}

func TestPageShowsEverything(t *testing.T) {
	m, err := Decode(everything())
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/everything.md",
		[]byte(m.Markdown(Links{Page: "providers.md", Providers: []string{"AInfo"}}, "make docs")))
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		message []byte
		want    string
	}{
		{"an unknown attribute type", message(1, message(3, message(1, "x", 3, 77))), "attribute x has a type"},
		{"a repository rule", message(8, message(1, "x_repo")), "repository rule"},
		{"a cut off field", message(1, message(1, "thing"))[:5], "cut off"},
		{"a cut off tag", []byte{0x80}, "cut off"},
		{"a cut off fixed number", []byte{1<<3 | wire64, 0}, "cut off"},
		{"a group", []byte{1<<3 | 3}, "wire type 3"},
		{"a number of 80 bits", append([]byte(strings.Repeat("\xff", 11)), 1), "64 bits"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode(c.message)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Decode: %v, want an error with %q", err, c.want)
			}
		})
	}
}

// FuzzDecode checks that any prefix of a message is read or refused, and never
// read past its end.
func FuzzDecode(f *testing.F) {
	f.Add(everything())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data)
		if err != nil {
			return
		}
		m.Markdown(Links{}, "")
		if len(data) > 0 {
			if _, err := Decode(data[:len(data)-1]); err != nil && !errors.Is(err, errTruncated) {
				t.Errorf("Decode without the last byte: %v", err)
			}
		}
	})
}

func TestTextIsDecoded(t *testing.T) {
	for _, c := range []struct{ name, encoded, want string }{
		{"plain", "a `b`", "a `b`"},
		{"encoded once", "sha256-…", "sha256-…"},
		{"encoded twice", "sha256-\u00e2\u0080\u00a6", "sha256-…"},
		{"encoded once, of few characters", "naïve", "naïve"},
		{"not UTF-8", "\xff", "\xff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text(field{bytes: []byte(c.encoded)}); got != c.want {
				t.Errorf("text: got %q, want %q", got, c.want)
			}
		})
	}
}
