package validate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// writer writes random manifests: well formed, with so few names that things
// meet each other.
type writer struct {
	*rand.Rand
	b strings.Builder
}

func (w *writer) pick(words ...string) string { return words[w.IntN(len(words))] }

// maybe writes a field in one of n cases.
func (w *writer) maybe(n int, field string, values ...string) {
	if w.IntN(n) == 0 {
		fmt.Fprintf(&w.b, ", %s: %s", field, w.pick(values...))
	}
}

func (w *writer) section(name string, most int, element func()) {
	fmt.Fprintf(&w.b, "  %s: [\n", name)
	for range w.IntN(w.IntN(most+1) + 1) {
		w.b.WriteString("    { ")
		element()
		w.b.WriteString(" },\n")
	}
	w.b.WriteString("  ],\n")
}

func (w *writer) keyword(types ...string) string {
	t := w.pick(types...)
	fmt.Fprintf(&w.b, "%s: %s", t, w.pick(`"p"`, `"q"`, `"data"`, `"dict"`))
	return t
}

// manifest returns a random manifest.
func (w *writer) manifest() string {
	w.b.Reset()
	w.b.WriteString("{\n")
	w.section("children", 3, func() {
		fmt.Fprintf(&w.b, "name: %s, url: \"#meta/x.cm\"", w.pick(`"a"`, `"b"`, `"c"`))
		w.maybe(4, "environment", `"#env"`)
	})
	w.section("collections", 1, func() {
		fmt.Fprintf(&w.b, "name: \"coll\", durability: \"transient\"")
		w.maybe(4, "environment", `"#env"`)
	})
	w.section("environments", 1, func() {
		fmt.Fprintf(&w.b, "name: \"env\", extends: \"realm\"")
		w.maybe(2, "runners", `[ { runner: "p", from: "#a" } ]`, `[ { runner: "p", from: "parent" } ]`)
		w.maybe(2, "debug", `[ { protocol: "p", from: "#b" } ]`, `[ { protocol: "p", from: "self" } ]`)
	})
	w.section("capabilities", 4, func() {
		switch w.IntN(4) {
		case 0:
			w.b.WriteString(`storage: "data", from: ` + w.pick(`"#a"`, `"self"`, `"parent"`) + `, backing_dir: "d", storage_id: "static_instance_id"`)
		case 1:
			w.b.WriteString(`dictionary: "dict"`)
		default:
			w.keyword("protocol", "service")
		}
	})
	w.section("use", 3, func() {
		if w.keyword("protocol", "service", "directory") == "directory" {
			fmt.Fprintf(&w.b, ", path: %s, rights: [ \"r*\" ]", w.pick(`"/svc"`, `"/d"`, `"/d/e"`, `"/f"`))
		} else {
			w.maybe(3, "path", `"/svc/x"`, `"/d/x"`, `"/f/g/x"`)
		}
		w.maybe(2, "from", `"parent"`, `"#a"`, `"#b"`, `"#data"`, `"self"`, `"self/dict"`, `"#c/x"`)
		w.maybe(4, "dependency", `"weak"`)
		w.maybe(4, "availability", `"optional"`)
	})
	w.section("expose", 3, func() {
		w.keyword("protocol", "service", "directory", "dictionary")
		fmt.Fprintf(&w.b, ", from: %s", w.pick(`"self"`, `"#a"`, `"#b"`, `"#coll"`, `"self/dict"`))
		w.maybe(4, "as", `"r"`)
		w.maybe(4, "availability", `"optional"`, `"same_as_target"`)
		w.maybe(4, "source_availability", `"unknown"`)
	})
	w.section("offer", 6, func() {
		w.keyword("protocol", "service", "directory", "storage", "dictionary", "runner", "config")
		fmt.Fprintf(&w.b, ", from: %s", w.pick(`"parent"`, `"self"`, `"#a"`, `"#b"`, `"#c"`, `"#coll"`, `"#data"`, `"self/dict"`, `"#a/x"`))
		fmt.Fprintf(&w.b, ", to: %s", w.pick(`"#a"`, `"#b"`, `"#c"`, `"#coll"`, `"self/dict"`, `[ "#a", "#b" ]`, `"all"`))
		w.maybe(5, "as", `"r"`, `"p"`)
		w.maybe(4, "dependency", `"weak"`)
		w.maybe(4, "availability", `"optional"`)
		w.maybe(3, "source_availability", `"unknown"`)
		w.maybe(3, "target_availability", `"unknown"`)
	})
	w.b.WriteString("}\n")
	return w.b.String()
}

func TestPropertiesOfRandomManifests(t *testing.T) {
	w := &writer{Rand: rand.New(rand.NewPCG(3, 4))}
	accepted := 0
	for range 2500 {
		text := w.manifest()
		diags := &diag.List{}
		d := cml.Decode(diag.NewFile("random.cml", []byte(text)), cml.DecodeOptions{}, diags)
		if d == nil {
			t.Fatalf("cannot be decoded: %v\n%s", diags.Err(), text)
		}
		if !validateText(t, "random.cml", []byte("// options: compile\n"+text)).HasErrors() {
			accepted++
		}
		checkProperties(t, []byte(text))
		if t.Failed() {
			t.Fatalf("manifest:\n%s", text)
		}
	}
	if accepted < 50 {
		t.Errorf("only %d of the manifests are accepted; the others say little about what is translated", accepted)
	}
}

// TestOverlapsAgreeWithPairs compares the sorted search for overlapping paths
// with the definition, which compares every pair.
func TestOverlapsAgreeWithPairs(t *testing.T) {
	type place struct {
		path, directory string
		whole           bool
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		var places []place
		var b strings.Builder
		b.WriteString("{ use: [\n")
		for i := range 1 + random.IntN(5) {
			path := ""
			for range 1 + random.IntN(3) {
				path += [...]string{"/a", "/b", "/a-b", "/a.b"}[random.IntN(4)]
			}
			p := place{path: path, directory: path, whole: random.IntN(2) == 0}
			if p.whole {
				fmt.Fprintf(&b, "  { directory: \"n%d\", path: %q, rights: [ \"r*\" ] },\n", i, path)
			} else {
				fmt.Fprintf(&b, "  { protocol: \"n%d\", path: %q },\n", i, path)
				p.directory = path[:strings.LastIndexByte(path, '/')]
			}
			places = append(places, p)
		}
		b.WriteString("] }\n")

		want := false
		for i, x := range places {
			for _, y := range places[:i] {
				nested := strings.HasPrefix(x.directory+"/", y.directory+"/") || strings.HasPrefix(y.directory+"/", x.directory+"/")
				if x.directory == y.directory {
					nested = x.whole || y.whole
				}
				want = want || nested || x.path == y.path
			}
		}
		diags := validateText(t, "overlaps.cml", []byte(b.String()))
		if got := diags.HasErrors(); got != want {
			t.Fatalf("overlaps found: %v, want %v, in\n%s%s", got, want, b.String(), printed(t, diags))
		}
	}
}
