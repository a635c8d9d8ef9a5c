package json5

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// realm returns the text of a realm with many offers, as people write it.
func realm(offers int) []byte {
	var b bytes.Buffer
	b.WriteString("// A realm to measure with.\n{\n    offer: [\n")
	for i := range offers {
		fmt.Fprintf(&b, `        // Offer %d gives a child what it asked for.
        {
            protocol: [
                "fuchsia.example.Service%d",
                "fuchsia.example.Other",
            ],
            from: "parent",
            to: [ "#child%d" ],
            availability: "optional",
        },
`, i, i, i)
	}
	b.WriteString("    ],\n}\n")
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	for _, offers := range []int{10, 50_000} {
		b.Run(fmt.Sprintf("offers=%d", offers), func(b *testing.B) {
			f := diag.NewFile("f", realm(offers))
			b.SetBytes(int64(len(f.Text)))
			b.ReportAllocs()
			for b.Loop() {
				if Parse(f, new(diag.List)) == nil {
					b.Fatal("not parsed")
				}
			}
		})
	}
}

func BenchmarkTokens(b *testing.B) {
	f := diag.NewFile("f", realm(50_000))
	b.SetBytes(int64(len(f.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if Tokens(f, new(diag.List)) == nil {
			b.Fatal("not cut")
		}
	}
}
