package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkStart compares, side by side, a Go program that does nothing with a
// call of idkit that compiles a small manifest. Both are built as the rules
// build them: without cgo.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		return path
	}
	build := func(name, target string) string {
		out := filepath.Join(dir, name)
		cmd := exec.Command("go", "build", "-o", out, target)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("go build %s: %v\n%s", target, err, text)
		}
		return out
	}
	nothing := build("nothing", write("nothing.go", "package main\n\nfunc main() {}\n"))
	idkit := build("idkit", ".")
	manifest := write("app.cml", `{
    program: { runner: "elf", binary: "bin/app" },
    use: [ { protocol: "fuchsia.logger.LogSink" } ],
}
`)
	output := filepath.Join(dir, "app.cm")
	for _, bb := range []struct {
		name string
		args []string
	}{
		{"nothing", []string{nothing}},
		{"idkit_compile", []string{idkit, "cml", "compile", manifest, "--output", output}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				if text, err := exec.Command(bb.args[0], bb.args[1:]...).CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, text)
				}
				// Otherwise the next call finds its output made already.
				_ = os.Remove(output)
			}
		})
	}
}
