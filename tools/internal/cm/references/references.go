// Package references checks that the files which a component runs are in its
// package, as cmc validate-references does (tools/cmc/src/reference.rs).
//
// It promises to look only where a runner is known to look for files, so that
// no value of a free-form program is taken for a path by mistake.
package references

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/spell"
)

// Program is what a manifest says about what the component runs.
type Program struct {
	// Runner is who runs it, "" if the manifest does not say.
	Runner string
	// Values are the strings of the program, by key.
	Values map[string]cml.Str
}

// OfDocument returns the program of a manifest. Shards that it includes are not
// looked at.
func OfDocument(d *cml.Document) Program {
	p := Program{Values: map[string]cml.Str{}}
	if d.Program != nil {
		p.Runner = d.Program.Runner.Value
		for _, m := range d.Program.Info {
			if m.Value.Kind == cml.StringValue {
				p.Values[m.Key.Value] = cml.Str{Value: m.Value.Text, Pos: m.Value.Pos}
			}
		}
	}
	for _, c := range d.Use {
		if c.Type() == cml.TypeRunner && len(c.Names()) > 0 {
			p.Runner = c.Names()[0].Value
			break
		}
	}
	return p
}

// OfComponent returns the program of a compiled manifest. Findings are at the
// given place.
func OfComponent(c *cm.Component, at diag.Pos) Program {
	p := Program{Values: map[string]cml.Str{}}
	if c.Program != nil {
		if c.Program.Runner != nil {
			p.Runner = *c.Program.Runner
		}
		if c.Program.Info != nil {
			for _, e := range c.Program.Info.Entries {
				if text, ok := e.Value.(cm.DataStr); ok {
					p.Values[e.Key] = cml.Str{Value: string(text), Pos: at}
				}
			}
		}
	}
	for _, u := range c.Uses {
		if runner, ok := u.(*cm.UseRunner); ok && runner.SourceName != nil {
			p.Runner = *runner.SourceName
			break
		}
	}
	return p
}

// runners are those that find the program's binary in the package.
var runners = []string{
	"driver", "elf", "elf_test_runner", "go_test_runner", "gtest_runner", "rust_test_runner",
}

// keys returns the keys of the program that are names of files.
func (p Program) keys() []string {
	switch {
	case p.Runner == "" || p.Runner == "driver":
		return []string{"binary", "bind", "compat"}
	case slices.Contains(runners, p.Runner):
		return []string{"binary"}
	}
	return nil
}

// Destinations returns the files of a package from the lines of its manifest:
// what is in front of the "=" is where the file is in the package.
func Destinations(text []byte) []string {
	var files []string
	for line := range strings.Lines(string(text)) {
		destination, _, _ := strings.Cut(line, "=")
		if destination = strings.TrimSpace(destination); destination != "" {
			files = append(files, destination)
		}
	}
	return files
}

// Check adds a finding for every file of the program that is not among the
// files of the package.
func Check(p Program, files []string, diags *diag.List) {
	for _, key := range p.keys() {
		value := p.Values[key]
		if !value.IsSet() || has(files, key, value.Value) {
			continue
		}
		if len(files) == 0 {
			diags.Add(diag.Errorf(value.Pos, "", "program.%s is %q, but the package is empty", key, value.Value).
				WithHint("add the file to the package"))
			continue
		}
		diags.Add(diag.Errorf(value.Pos, "", "program.%s is %q, which is not in the package; the nearest that is there is %q",
			key, value.Value, nearest(value.Value, files)).
			WithHint("correct the path, or add the file to the package"))
	}
}

// has reports whether a file is in the package. A test may be disabled, which
// moves its binary.
func has(files []string, key, name string) bool {
	if slices.Contains(files, name) {
		return true
	}
	test, ok := strings.CutPrefix(name, "test/")
	return ok && key == "binary" && slices.Contains(files, "test/disabled/"+test)
}

// nearest returns the file whose name is the most like a name, however little.
func nearest(name string, files []string) string {
	return spell.Nearest(name, files, spell.Any)
}
