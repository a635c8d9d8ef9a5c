package references

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// programs returns what a manifest says about its program, once read from the
// text and once from the compiled form.
func programs(t *testing.T, text string) (source, compiled Program) {
	t.Helper()
	var diags diag.List
	d := cml.Decode(diag.NewFile("app.cml", []byte(text)), cml.DecodeOptions{}, &diags)
	if d == nil {
		t.Fatal(diags.Err())
	}
	c := translate.Component(d, translate.Options{}, &diags)
	if c == nil {
		t.Fatal(diags.Err())
	}
	data, err := cm.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = cm.Decode(data); err != nil {
		t.Fatal(err)
	}
	return OfDocument(d), OfComponent(c, diag.Fixed(diag.Position{File: "app.cm"}))
}

func TestCheck(t *testing.T) {
	const (
		here = `app.cml:1:29: `
		fix  = "\n  fix: correct the path, or add the file to the package"
	)
	for _, c := range []struct {
		name, manifest string
		files          []string
		source         string // the findings for the text, "" if there are none
		compiled       string // the findings for the compiled form
	}{
		{name: "no program", manifest: `{}`, files: nil},
		{name: "no binary", manifest: `{ program: { runner: "elf" } }`, files: nil},
		{name: "present", manifest: `{ program: { binary: "bin/a", runner: "elf" } }`, files: []string{"lib/x", "bin/a"}},
		{
			name: "missing", manifest: `{ program: {         binary: "bin/hello_word", runner: "elf" } }`,
			files:    []string{"lib/foo", "bin/hello_world", "bin/hello"},
			source:   `app.cml:1:30: program.binary is "bin/hello_word", which is not in the package; the nearest that is there is "bin/hello_world"` + fix,
			compiled: `app.cm: program.binary is "bin/hello_word", which is not in the package; the nearest that is there is "bin/hello_world"` + fix,
		},
		{
			name: "empty package", manifest: `{ program: { runner: "elf", binary: "bin/a" } }`,
			source:   "app.cml:1:37: program.binary is \"bin/a\", but the package is empty\n  fix: add the file to the package",
			compiled: "app.cm: program.binary is \"bin/a\", but the package is empty\n  fix: add the file to the package",
		},
		{name: "disabled test", manifest: `{ program: { runner: "gtest_runner", binary: "test/a" } }`, files: []string{"test/disabled/a"}},
		{
			name: "disabled test of another name", manifest: `{ program: { runner: "elf", binary: "test/ab" } }`, files: []string{"test/disabled/a"},
			source:   `app.cml:1:37: program.binary is "test/ab", which is not in the package; the nearest that is there is "test/disabled/a"` + fix,
			compiled: `app.cm: program.binary is "test/ab", which is not in the package; the nearest that is there is "test/disabled/a"` + fix,
		},
		{name: "runner that looks elsewhere", manifest: `{ program: { runner: "dart", binary: "bin/a" } }`, files: []string{"bin/b"}},
		{name: "used runner", manifest: `{ program: { binary: "bin/a" }, use: [ { runner: "dart" } ] }`, files: []string{"bin/b"}},
		{
			name: "no runner", manifest: `{ program: {        binary: "a" } }`, files: []string{"b"},
			source:   here + `program.binary is "a", which is not in the package; the nearest that is there is "b"` + fix,
			compiled: `app.cm: program.binary is "a", which is not in the package; the nearest that is there is "b"` + fix,
		},
		{
			name: "driver", manifest: `{ program: { runner: "driver", binary: "d.so", bind: "d.bind", compat: "c.so" } }`, files: []string{"d.so", "d.bindbc"},
			source: `app.cml:1:54: program.bind is "d.bind", which is not in the package; the nearest that is there is "d.bindbc"` + fix +
				"\n" + `app.cml:1:72: program.compat is "c.so", which is not in the package; the nearest that is there is "d.so"` + fix,
			compiled: `app.cm: program.bind is "d.bind", which is not in the package; the nearest that is there is "d.bindbc"` + fix +
				"\n" + `app.cm: program.compat is "c.so", which is not in the package; the nearest that is there is "d.so"` + fix,
		},
		{name: "bind of a program that is no driver", manifest: `{ program: { runner: "elf", binary: "a", bind: "b" } }`, files: []string{"a"}},
		{name: "binary that is no string", manifest: `{ program: { runner: "elf", binary: [ "a" ] } }`, files: []string{"b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			source, compiled := programs(t, c.manifest)
			for _, side := range []struct {
				program Program
				want    string
			}{{source, c.source}, {compiled, c.compiled}} {
				var diags diag.List
				Check(side.program, c.files, &diags)
				got := ""
				if err := diags.Err(); err != nil {
					got = err.Error()
				}
				if diff := cmp.Diff(got, side.want); diff != "" {
					t.Errorf("(-got +want):\n%s", diff)
				}
			}
		})
	}
}

func TestDestinations(t *testing.T) {
	got := Destinations([]byte("bin/a=out/a\r\n\n lib/x = obj/x=1\nmeta/package\n=nothing\n"))
	want := []string{"bin/a", "lib/x", "meta/package"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}
