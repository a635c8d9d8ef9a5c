package reference

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/format"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
)

// docs is the folder of the generated pages.
const docs = "../../../../docs/reference/"

func TestPageIsUpToDate(t *testing.T) {
	const note = "<!-- Generated from the tables of the decoder. To make it anew: ./bazelw run //docs:update -->\n\n"
	golden.Compare(t, docs+"cml.md", []byte(note+Markdown()))
}

func TestJSONSchemaIsUpToDate(t *testing.T) {
	schema, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, docs+"cml.schema.json", schema)
}

func TestText(t *testing.T) {
	for path, file := range map[string]string{
		"":                             "overview",
		"offer":                        "offer",
		"offer.to":                     "offer.to",
		"use.dependency":               "use.dependency",
		"capabilities.rights":          "capabilities.rights",
		"environments.runners":         "environments.runners",
		"config.element.max_size":      "config.element.max_size",
		"program":                      "program",
		"facets":                       "facets",
		"collections.allow_long_names": "collections.allow_long_names",
	} {
		t.Run(file, func(t *testing.T) {
			text, err := Text(path)
			if err != nil {
				t.Fatal(err)
			}
			golden.Compare(t, "testdata/"+file+".txt", []byte(text))
		})
	}
}

func TestTextOfUnknownNames(t *testing.T) {
	for path, want := range map[string]string{
		"ofer":             `there is no "ofer"; did you mean "offer"?`,
		"children.nam":     `there is no "children.nam"; did you mean "children.name"?`,
		"rights":           `"rights" is no section but a field: see capabilities.rights, use.rights, expose.rights, offer.rights`,
		"sandbox":          `there is no section "sandbox"; the sections are include, program, children, collections, environments, capabilities, use, expose, offer, facets, config`,
		"config.element.x": `config.element has no field "x"; the fields are type, max_size`,
		"program.binary":   `program can have a key "binary", but what it means is up to the runner`,
		"include.path":     `include has no fields: it takes an array of strings`,
		"facets.x":         `facets has no fields: it takes an object with any content`,
		"offer.":           `offer has no field ""; the fields are service, protocol, directory, runner, resolver, storage, dictionary, config, from, to, as, dependency, rights, subdir, event_stream, scope, availability, source_availability, target_availability`,
	} {
		text, err := Text(path)
		if err == nil || err.Error() != want {
			t.Errorf("%s: got text %q, error %v, want %s", path, text, err, want)
		}
	}
}

// everyField calls f for each field with its path.
func everyField(f func(path string, field *cml.Field)) {
	l := newLanguage()
	var visit func(o *cml.Object, above string)
	visit = func(o *cml.Object, above string) {
		for i := range o.Fields {
			path := join(above, o.Fields[i].Name)
			f(path, &o.Fields[i])
			if inner := l.content(&o.Fields[i]); inner != nil {
				visit(inner, path)
			}
		}
	}
	visit(l.document, "")
}

func TestTextOfEachFieldFitsATerminal(t *testing.T) {
	n := 0
	everyField(func(path string, f *cml.Field) {
		n++
		text, err := Text(path)
		if err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if utf8.RuneCountInString(line) > lineWidth || line != strings.TrimRight(line, " ") {
				t.Errorf("%s: line %q", path, line)
			}
		}
		if words := strings.Join(strings.Fields(text), " "); !strings.Contains(words, f.Doc) || !strings.Contains(words, f.Detail) {
			t.Errorf("%s: the text does not have what the table says:\n%s", path, text)
		}
	})
	if n < 100 {
		t.Errorf("got %d fields only", n)
	}
}

func TestCitedRulesExist(t *testing.T) {
	known := map[string]bool{}
	for _, r := range validate.Rules() {
		known[r.ID] = true
	}
	everyField(func(path string, f *cml.Field) {
		for _, id := range citations(f.Doc + f.Detail) {
			if !known[id] {
				t.Errorf("%s cites %s, which is no rule", path, id)
			}
		}
	})
}

func TestProse(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"Only strong [O8].", "Only strong [O8](findings.md#o8)."},
		{"No cycle [cycle]; two rules [X10] [K1]", "No cycle [cycle](findings.md#cycle); two rules [X10](findings.md#x10) [K1](findings.md#k1)"},
		{"No rules: [o8] [O] [O123] [OO] [] [O8", "No rules: [o8] [O] [O123] [OO] [] [O8"},
		{"[[O8]", "[[O8](findings.md#o8)"},
		{`write [ "rx*" ], not "[ ]"`, "write `[ \"rx*\" ]`, not `\"[ ]\"`"},
		{`neither [ ] nor [  nor "`, `neither [ ] nor [  nor "`},
	} {
		if got := prose(tt.text); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// allFeatures switches everything on that can be allowed.
var allFeatures = validate.Features(0).With(validate.AllowLongNames).With(validate.DeliveryType).
	With(validate.DynamicDictionaries).With(validate.UseDictionaries)

// findings checks a document and returns what is printed about it.
func findings(t *testing.T, text string) string {
	t.Helper()
	var diags diag.List
	d := cml.Decode(diag.NewFile("a.cml", []byte(text)), cml.DecodeOptions{}, &diags)
	if d != nil {
		validate.Document(d, validate.Options{Features: allFeatures, ForCompile: true}, &diags)
	}
	var b strings.Builder
	if err := diags.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExamplesAreValidAndFormatted(t *testing.T) {
	for _, f := range newLanguage().document.Fields {
		t.Run(f.Name, func(t *testing.T) {
			if got := findings(t, f.Example); got != "" {
				t.Errorf("got findings:\n%s", got)
			}
			var diags diag.List
			got := format.Source(diag.NewFile("a.cml", []byte(f.Example)), &diags)
			if !bytes.Equal(got, []byte(f.Example)) {
				t.Errorf("formatted, it is\n%s", got)
			}
		})
	}
}

// sample has a value for each field that some type requires.
var sample = map[string]string{
	"path": `"/x"`, "rights": `[ "r*" ]`, "from": `"parent"`, "to": `"#a"`, "backing_dir": `"b"`,
	"storage_id": `"static_instance_id"`, "key": `"k"`, "type": `"bool"`, "value": `true`,
}

// clauseWithout returns a document with a clause that has the fields that its
// type requires, except one.
func clauseWithout(section string, o *cml.Object, keyword *cml.Field, left string) string {
	clause := keyword.Name + `: "x"`
	for _, f := range o.Fields {
		if f.Name == left || !f.Required && !slices.Contains(f.RequiredFor, keyword.Keyword) {
			continue
		}
		value := sample[f.Name]
		if section == "expose" && f.Name == "from" {
			value = `"#a"`
		}
		clause += ", " + f.Name + ": " + value
	}
	return fmt.Sprintf(`{ children: [ { name: "a", url: "#a.cm" } ], %s: [ { %s } ] }`, section, clause)
}

func TestFieldsAreRequiredAsTheTablesSay(t *testing.T) {
	l := newLanguage()
	for _, section := range []string{"capabilities", "use", "expose", "offer"} {
		o := l.content(field(l.document, section))
		for _, keyword := range keywords(o) {
			if keyword.Keyword == cml.TypeEventStream && (section == "capabilities" || section == "expose") {
				continue // is refused as a whole: T4, T5
			}
			if got := findings(t, clauseWithout(section, o, keyword, "")); got != "" {
				t.Errorf("%s of a %s with all that is required: got findings:\n%s", section, keyword.Name, got)
			}
			for _, f := range o.Fields {
				if !slices.Contains(f.RequiredFor, keyword.Keyword) {
					continue
				}
				if got := findings(t, clauseWithout(section, o, keyword, f.Name)); !strings.Contains(got, "`"+f.Name+"`") {
					t.Errorf("%s of a %s without %s: got %q", section, keyword.Name, f.Name, got)
				}
			}
		}
	}
}

func TestWordsForRightsStandForWhatValidationTakesThemFor(t *testing.T) {
	for _, a := range aliases {
		for _, right := range singleRights() {
			got := findings(t, fmt.Sprintf(`{ use: [ { directory: "d", path: "/d", rights: [ %q, %q ] } ] }`, a.word, right))
			if want := slices.Contains(a.rights, right); want != strings.Contains(got, "[U16]") {
				t.Errorf("%s with %s: listed as a part %v, got %q", a.word, right, want, got)
			}
		}
	}
	words := singleRights()
	for _, a := range aliases {
		words = append(words, a.word)
	}
	slices.Sort(words)
	want := slices.Clone(field(newLanguage().objects["a use clause"], "rights").Values)
	slices.Sort(want)
	if !slices.Equal(words, want) {
		t.Errorf("got the words %v, want %v", words, want)
	}
}

func TestEachFeatureIsExplained(t *testing.T) {
	var explained []string
	for _, f := range features {
		explained = append(explained, f.feature.String())
	}
	slices.Sort(explained)
	_, err := validate.ParseFeatures([]string{strings.Repeat("?", 99)})
	if err == nil {
		t.Fatal("a feature of that name is accepted")
	}
	if want := "the features are " + strings.Join(explained, ", "); !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestEachFormIsExplained(t *testing.T) {
	var forms cml.RefForms
	for _, m := range meanings {
		forms |= m.form
		if got := m.form.Texts(); !slices.Equal(got, m.texts) {
			t.Errorf("%s: got %v, want %v", m.title, m.texts, got)
		}
	}
	everyField(func(path string, f *cml.Field) {
		if f.Refs&^forms != 0 {
			t.Errorf("%s takes references that are not explained: %v", path, f.Refs.Texts())
		}
		if formOf(f.Form).one == "a value" {
			t.Errorf("%s takes values that are not explained", path)
		}
	})
}
