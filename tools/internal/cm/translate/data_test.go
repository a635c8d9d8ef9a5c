package translate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func TestProgram(t *testing.T) {
	run(t, "program", Options{}, []section{
		{"absent", `{}`, nil},
		{"only a runner", `{ program: { runner: "elf" } }`, []string{"{runner:elf info:{entries:[]}}"}},
		{"no runner", `{ program: {} }`, []string{"info{entries:[]}"}},
		{"all kinds of values, sorted", `{ program: {
			runner: "elf", text: "t", texts: [ "b", "a" ], empty: [], nothing: null,
			objects: [ { b: "2", a: [ "1" ] }, {} ], Upper: "u",
		} }`, []string{"{runner:elf info:{entries:[{key:Upper value:{str:u}} {key:empty value:{str_vec:[]}} {key:nothing} " +
			"{key:objects value:{obj_vec:[{entries:[{key:a value:{str_vec:[1]}} {key:b value:{str:2}}]} {entries:[]}]}} " +
			"{key:text value:{str:t}} {key:texts value:{str_vec:[b a]}}]}}"}},
		{"nested objects are flattened, then sorted", `{ program: {
			runner: "elf", a: { z: "1", b: { c: [ "2" ] } }, "a-": "3", none: {}, "a.b": "4",
		} }`, []string{"{runner:elf info:{entries:[{key:a- value:{str:3}} {key:a.b value:{str:4}} {key:a.b.c value:{str_vec:[2]}} {key:a.z value:{str:1}}]}}"}},
		{"two spellings of one key", `{ program: { runner: "elf", "a.b": "first", a: { b: "second" } } }`, []string{
			"{runner:elf info:{entries:[{key:a.b value:{str:first}} {key:a.b value:{str:second}}]}}",
		}},
		{"objects in lists have keys of their own", `{ program: { runner: "elf", k: [ { a: { b: "1" } } ] } }`, []string{
			"{runner:elf info:{entries:[{key:k value:{obj_vec:[{entries:[{key:a.b value:{str:1}}]}]}}]}}",
		}},
	})
}

func TestFacets(t *testing.T) {
	run(t, "facets", Options{}, []section{
		{"absent", `{}`, nil},
		{"empty", `{ facets: {} }`, []string{"{entries:[]}"}},
		{"flattened", `{ facets: { "fuchsia.test": { type: "x", "allowed": [ "a" ] } } }`, []string{
			"{entries:[{key:fuchsia.test.allowed value:{str_vec:[a]}} {key:fuchsia.test.type value:{str:x}}]}",
		}},
	})
}

// What translation lets through can be encoded, and what it refuses because of
// a bound cannot.
func TestBoundsAreThoseOfTheEncoder(t *testing.T) {
	places := map[string]string{
		"facets":  `{ facets: %s }`,
		"program": `{ program: %s }`,
		"filter":  `{ use: [ { event_stream: "x", filter: %s } ] }`,
	}
	var values []string
	for _, leaf := range []string{`"x"`, `""`, `null`, `[]`, `[ "x" ]`, `[ "" ]`, `[ {} ]`} {
		for nesting := range 8 {
			values = append(values, strings.Repeat(`{ a: [`, nesting)+`{ a: `+leaf+` }`+strings.Repeat(`] }`, nesting))
		}
	}
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `k%d: "", `, i)
		}
		return "{" + b.String() + "}"
	}
	for _, n := range []int{1023, 1024, 1025} {
		values = append(values,
			members(n),
			`{ "`+strings.Repeat("k", n)+`": "" }`,
			`{ a: [`+strings.Repeat(`"", `, n)+`] }`,
			`{ a: [`+strings.Repeat(`{}, `, n)+`] }`,
			`{ a: "`+strings.Repeat("x", 32*n-16)+`" }`,
			`{ a: [ "`+strings.Repeat("x", 32*n-16)+`" ] }`,
		)
	}
	refused := 0
	for place, form := range places {
		for _, value := range values {
			text := fmt.Sprintf(form, value)
			c, diags := compile(t, text, Options{})
			if c == nil {
				refused++
				continue
			}
			if _, err := cm.Encode(c); err != nil {
				t.Errorf("%s of %.60s…: got a declaration that cannot be encoded: %v (findings: %v)", place, value, err, diags.Err())
			}
		}
	}
	// Each of the six kinds of bounds has one value beyond it; lists of objects
	// can be nested in facets five deep, elsewhere four.
	if refused < 3*6 {
		t.Errorf("got %d refusals, want at least one for each bound and place", refused)
	}
	for place, deepest := range map[string]int{"facets": 5, "program": 4, "filter": 4} {
		value := strings.Repeat(`{ a: [`, deepest) + `{ a: "x" }` + strings.Repeat(`] }`, deepest)
		if c, diags := compile(t, fmt.Sprintf(places[place], value), Options{}); c == nil {
			t.Errorf("%s: got %v for lists nested %d deep, want a declaration", place, diags.Err(), deepest)
		}
	}
}
