package merge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// random writes random manifests from few words, so that they have much in
// common.
type random struct{ *rand.Rand }

func (r random) pick(words ...string) string { return words[r.IntN(len(words))] }

func (r random) some(most int, each func() string) string {
	var b strings.Builder
	b.WriteByte('[')
	for range r.IntN(most + 1) {
		b.WriteString(each() + ",")
	}
	return b.String() + "]"
}

// names is one name or a list of distinct names.
func (r random) names() string {
	names := []string{`"a"`, `"b"`, `"c"`, `"d"`}
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	if r.IntN(2) == 0 {
		return names[0]
	}
	return "[" + strings.Join(names[:1+r.IntN(4)], ",") + "]"
}

func (r random) availability() string {
	if a := r.pick("", "", "optional", "transitional", "required", "same_as_target"); a != "" {
		return `, availability: "` + a + `"`
	}
	return ""
}

func (r random) clause(section string) func() string {
	return func() string {
		from, to, as := r.pick(`"parent"`, `"#x"`), r.pick(`"#y"`, `["#y"]`, `["#y", "#z"]`), r.pick("", "", `, as: "e"`)
		switch section {
		case "use":
			return r.pick(
				"{protocol: "+r.names()+", from: "+from+r.availability()+"}",
				"{service: "+r.names()+r.availability()+"}",
				`{protocol: "a", path: "/svc/`+r.pick("x", "y")+`"}`,
				`{directory: "a", path: "/d", rights: ["`+r.pick("r*", "rw*")+`"]}`,
				`{runner: "`+r.pick("a", "b")+`"}`,
				"{dictionary: "+r.names()+"}",
				"{event_stream: "+r.names()+r.pick("", `, scope: ["#y", "#x"]`, `, scope: ["#x", "#y"]`)+"}",
			)
		case "offer":
			return r.pick(
				"{protocol: "+r.names()+", from: "+from+", to: "+to+r.availability()+"}",
				"{config: "+r.names()+", from: "+from+", to: "+to+"}",
				`{directory: "a", from: `+from+", to: "+to+as+"}",
			)
		case "expose":
			return "{" + r.pick("protocol", "dictionary", "config") + ": " + r.names() + ", from: " + r.pick(`"self"`, `"#x"`) +
				r.availability() + "}"
		}
		return r.pick(
			"{protocol: "+r.names()+"}",
			`{runner: "`+r.pick("a", "b")+`", path: "/p"}`,
			`{dictionary: "`+r.pick("a", "b")+`"}`,
		)
	}
}

func (r random) document() string {
	var b strings.Builder
	b.WriteString("{")
	section := func(name, text string) {
		if r.IntN(3) > 0 {
			b.WriteString(name + ": " + text + ",\n")
		}
	}
	section("include", r.some(2, func() string { return r.pick(`"i"`, `"j"`) }))
	section("program", `{runner: "elf", `+r.pick("", `k: "v", `, `k: ["v"], `)+r.pick("", `environ: ["A=1"], `)+
		`deep: {`+r.pick("", `l: ["x"], `, `m: {n: null}`)+`}}`)
	section("children", r.some(2, func() string {
		return `{name: "` + r.pick("x", "y") + `", url: "#meta/x.cm"` + r.pick("", `, startup: "lazy"`, `, startup: "eager"`) + `}`
	}))
	section("collections", r.some(1, func() string {
		return `{name: "z", durability: "` + r.pick("transient", "single_run") + `"}`
	}))
	section("environments", r.some(2, func() string {
		return `{name: "` + r.pick("e", "f") + `"` + r.pick("", `, extends: "realm"`) + r.pick("", `, __stop_timeout_ms: 5`) +
			r.pick("", `, runners: [{runner: "r", from: "parent"}]`) + `}`
	}))
	for _, name := range []string{"capabilities", "use", "expose", "offer"} {
		section(name, r.some(5, r.clause(name)))
	}
	section("facets", `{f: {g: `+r.pick(`"v"`, `["v"]`)+`}}`)
	section("config", `{`+r.pick("a", "b")+`: {type: "`+r.pick("bool", "bool", "bool", "int8")+`"}}`)
	return b.String() + "}"
}

// facts are what a document says, sorted: all that does not depend on the order
// of the documents that it was merged from.
func facts(d *cml.Document) []string {
	var facts []string
	add := func(format string, args ...any) { facts = append(facts, fmt.Sprintf(format, args...)) }
	for _, s := range d.Include {
		add("include %s", s.Value)
	}
	for _, c := range d.Children {
		add("child %q", c.Shape())
	}
	for _, c := range d.Collections {
		add("collection %q", c.Shape())
	}
	for _, e := range d.Environments {
		add("environment %q", shapeOf(e))
	}
	for _, s := range cml.ClauseSections {
		for _, c := range *d.Clauses(s) {
			for _, name := range c.Names() {
				if s == cml.SectionUse || s == cml.SectionOffer {
					add("%q %s %s", c.Shape(false), explicit(c.Availability.Value), name.Value)
				} else {
					add("%q %s", c.Shape(true), name.Value)
				}
			}
		}
	}
	if d.Program != nil {
		add("program %s", d.Program.Runner.Value)
		members(&facts, "program", d.Program.Info)
	}
	if d.Facets != nil {
		members(&facts, "facets", d.Facets.Members)
	}
	if d.Config != nil {
		for _, e := range d.Config.Entries {
			add("config %s %q", e.Key.Value, e.Shape())
		}
	}
	slices.Sort(facts)
	return facts
}

func members(facts *[]string, path string, ms []cml.Member) {
	for _, m := range ms {
		path := path + "." + m.Key.Value
		*facts = append(*facts, path)
		switch m.Value.Kind {
		case cml.ObjectValue:
			members(facts, path, m.Value.Members)
		case cml.ArrayValue:
			for i := range m.Value.Items {
				*facts = append(*facts, path+" "+m.Value.Items[i].Shape())
			}
		default:
			*facts = append(*facts, path+" "+m.Value.Shape())
		}
	}
}
