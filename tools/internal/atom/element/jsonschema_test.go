package element

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
)

// The schemas are shipped with the rule set, as people read them.
func TestSchemas(t *testing.T) {
	for name, text := range Schemas() {
		golden.Compare(t, filepath.Join("..", "..", "..", "..", "docs", "reference", "idk", name), text)
	}
}

func TestPatternsAgreeWithTheirExpressions(t *testing.T) {
	for _, p := range []*pattern{abiRevision} {
		expression := regexp.MustCompile(p.expression)
		for _, text := range []string{
			"", "0x", "0x9080590DE5503F82", "0xff00f38d000b480b", "0X9080590DE5503F82", "9080590DE5503F82",
			"0x9080590DE5503F8", "0x9080590DE5503F829", "0x9080590DE5503F8g", "0x9080590DE5503F82\n", " 0x9080590DE5503F82",
		} {
			if got, want := p.matches(text), expression.MatchString(text); got != want {
				t.Errorf("%s, %q: got %v, want %v", p.expression, text, got, want)
			}
		}
	}
}

// compiled returns an independent program's reading of a schema.
var compiled = func() func(string) (*jsonschema.Schema, error) {
	var mu sync.Mutex
	known := map[string]*jsonschema.Schema{}
	return func(name string) (*jsonschema.Schema, error) {
		mu.Lock()
		defer mu.Unlock()
		if s := known[name]; s != nil {
			return s, nil
		}
		parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schemas()[name]))
		if err != nil {
			return nil, err
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource(name, parsed); err != nil {
			return nil, err
		}
		s, err := compiler.Compile(name)
		known[name] = s
		return s, err
	}
}()

// agree fails the test when the JSON Schema of an element file thinks otherwise
// about it than the package. Texts whose kind has no schema are left alone.
func agree(t testing.TB, text []byte, taken bool) {
	t.Helper()
	var head struct {
		Type string
		Data json.RawMessage
	}
	if json.Unmarshal(text, &head) != nil {
		return
	}
	if head.Type == "" {
		var data struct{ Type string }
		_ = json.Unmarshal(head.Data, &data)
		head.Type = data.Type
	}
	kind := Kind(head.Type)
	tree := parsed(text)
	// JSON Schema does not see a key that is there twice.
	if !kind.Known() || tree == nil || repeats(tree.File, &tree.Root, &diag.List{}) {
		return
	}
	agreeOn(t, kind.PartType(), text, taken)
}

func agreeOn(t testing.TB, partType string, text []byte, taken bool) {
	t.Helper()
	schema, err := compiled(SchemaFile(partType))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	switch err := schema.Validate(value); {
	case taken && err != nil:
		t.Errorf("the schema refuses what is taken:\n%s\n%v", text, err)
	case !taken && err == nil:
		t.Errorf("the schema takes what is refused:\n%s", text)
	}
}

// Every part of every file is left out, or replaced by something else; the
// schema and the package must think alike of it.
func TestSchemasAgreeOnWhatIsWrong(t *testing.T) {
	replacements := []any{
		nil, true, json.Number("3"), json.Number("-3"), json.Number("3.5"), "", "x", "../x", "a/b", "a//b", "x64", "cpp",
		[]any{},
		[]any{"x"},
		map[string]any{},
		map[string]any{"x64": []any{}},
		map[string]any{"mips": []any{}},
	}
	for _, f := range valid(t) {
		e, _ := parse(t, f.Name, string(f.Data))
		mutate(e.Value, replacements, func() {
			text := Marshal(e.Value)
			if !strings.Contains(string(text), `"type": "`+string(e.Kind)+`"`) {
				return // now of another kind
			}
			changed := Parse(f.Name, diag.NewFile(f.Name, text), &diag.List{})
			agree(t, text, changed != nil)
		})
	}
	manifest := valueOf(&parsed([]byte(someManifestText)).Root)
	mutate(manifest, replacements, func() {
		text := Marshal(manifest)
		m, diags := parseManifest(t, string(text))
		if m == nil && !strings.Contains(diags.Err().Error(), "schema.json]") {
			return // refused for more than its shape
		}
		agreeOn(t, ManifestSchema, text, m != nil)
	})
}

// mutate calls check with each single change of a value, and undoes the change.
func mutate(value any, replacements []any, check func()) {
	switch v := value.(type) {
	case map[string]any:
		for key, old := range v {
			delete(v, key)
			check()
			for _, r := range replacements {
				v[key] = r
				check()
			}
			v[key] = old
			mutate(old, replacements, check)
		}
		v["another"] = "x"
		check()
		delete(v, "another")
	case []any:
		for i, old := range v {
			for _, r := range replacements {
				v[i] = r
				check()
			}
			v[i] = old
			mutate(old, replacements, check)
		}
	}
}
