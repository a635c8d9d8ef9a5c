package format

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// realm returns the text of a realm with many offers. The formatter has to
// sort, to reorder and to move comments in every one of them.
func realm(offers int) []byte {
	var b bytes.Buffer
	b.WriteString("// A realm to measure with.\n{\n  \"offer\": [\n")
	for i := range offers {
		fmt.Fprintf(&b, `    // Offer %d gives a child what it asked for.
    {
      protocol: [
        "fuchsia.example.Service%d", // beside
        "fuchsia.example.Other"
      ],
      to: ["#child%d"],
      "from": "parent",
      availability: "optional",
    },
`, i, i, i)
	}
	b.WriteString("  ],\n}\n")
	return b.Bytes()
}

// oneLine returns a text without its comments, line breaks and indentation, in
// a single line, as programs write it.
func oneLine(text []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(text) {
		line, _, _ = bytes.Cut(line, []byte("//"))
		b.Write(bytes.TrimSpace(line))
	}
	return b.Bytes()
}

func BenchmarkSource(b *testing.B) {
	for _, offers := range []int{10, 50_000} {
		text := realm(offers)
		formatted := Source(diag.NewFile("f", text), new(diag.List))
		for _, bench := range []struct {
			name string
			text []byte
		}{{"unformatted", text}, {"formatted", formatted}, {"one_line", oneLine(text)}} {
			b.Run(fmt.Sprintf("offers=%d/%s", offers, bench.name), func(b *testing.B) {
				f := diag.NewFile("f", bench.text)
				b.SetBytes(int64(len(f.Text)))
				b.ReportAllocs()
				for b.Loop() {
					if Source(f, new(diag.List)) == nil {
						b.Fatal("not formatted")
					}
				}
			})
		}
	}
}
