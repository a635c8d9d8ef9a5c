package cml

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// realm returns a manifest with a number of offers, as people write them.
func realm(offers int) []byte {
	var b bytes.Buffer
	b.WriteString("{\n    offer: [\n")
	for i := range offers {
		fmt.Fprintf(&b, `        {
            protocol: [ "fuchsia.test.Protocol%d", "fuchsia.test.Other%d" ],
            from: "#child-%d",
            to: [ "#child-%d", "#child-%d" ],
            dependency: "weak",
        },
`, i, i, i, i+1, i+2)
	}
	b.WriteString("    ],\n}\n")
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	text := realm(50_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var diags diag.List
		if json5.Parse(diag.NewFile("realm.cml", text), &diags) == nil {
			b.Fatal(diags.Err())
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	text := realm(50_000)
	var diags diag.List
	tree := json5.Parse(diag.NewFile("realm.cml", text), &diags)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if DecodeTree(tree, DecodeOptions{}, &diags) == nil {
			b.Fatal(diags.Err())
		}
	}
}

func BenchmarkDecodeShard(b *testing.B) {
	text := realm(3)
	b.ReportAllocs()
	for b.Loop() {
		var diags diag.List
		if Decode(diag.NewFile("net.shard.cml", text), DecodeOptions{}, &diags) == nil {
			b.Fatal(diags.Err())
		}
	}
}

func BenchmarkShape(b *testing.B) {
	d := decode(b, diag.NewFile("realm.cml", realm(50_000)))
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range d.Offer {
			if c.Shape(false) == "" {
				b.Fatal("got no shape")
			}
		}
	}
}

func BenchmarkPrint(b *testing.B) {
	d := decode(b, diag.NewFile("realm.cml", realm(50_000)))
	b.SetBytes(int64(len(Print(d).Text)))
	b.ReportAllocs()
	for b.Loop() {
		Print(d)
	}
}

func BenchmarkProvenance(b *testing.B) {
	r := Print(decode(b, diag.NewFile("realm.cml", realm(50_000))))
	b.SetBytes(int64(len(r.Provenance())))
	b.ReportAllocs()
	for b.Loop() {
		r.Provenance()
	}
}

func BenchmarkAttachProvenance(b *testing.B) {
	r := Print(decode(b, diag.NewFile("realm.cml", realm(50_000))))
	provenance := r.Provenance()
	f := diag.NewFile("core.cml", r.Text)
	var diags diag.List
	tree := json5.Parse(f, &diags)
	b.SetBytes(int64(len(provenance)))
	b.ReportAllocs()
	for b.Loop() {
		if err := AttachProvenance(f, tree, provenance); err != nil {
			b.Fatal(err)
		}
	}
}
