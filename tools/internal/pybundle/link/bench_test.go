package link

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// BenchmarkThin links a test of 100 libraries with five modules each, and 1000
// files beside it.
func BenchmarkThin(b *testing.B) {
	p := &Program{External: true, Meta: meta(nil)}
	for i := range 100 {
		sources := map[string]string{}
		if i == 0 {
			sources["_main/app/main.py"] = "main"
		}
		for j := range 5 {
			path := fmt.Sprintf("_main/lib%d/part%d.py", i, j)
			sources[path] = strings.Repeat(path+"\n", 200)
		}
		p.Libraries = append(p.Libraries, library(b, fmt.Sprint("//lib", i), hpa.Stored, sources))
	}
	for i := range 1000 {
		p.Files = append(p.Files, File{Path: fmt.Sprintf("_main/data/file%d", i), Label: "//data"})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Write(io.Discard, 0, false); err != nil {
			b.Fatal(err)
		}
	}
}
