package realm

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

// schemaFile is the JSON Schema that we publish.
const schemaFile = "../../../docs/reference/realm_report.schema.json"

func readSchema(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(readSchema(t)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("report.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON returns a report as its readers see it.
func asJSON(t *testing.T, r *Report) any {
	t.Helper()
	text, err := r.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// demoReport is a report in which nothing is empty.
func demoReport(t *testing.T) *Report {
	t.Helper()
	r := assemble(t, demo, Parts{
		Base: "core.cml", Shards: demoShards,
		Slots: map[string]string{"b/net.core.cml": "network"},
	})
	document := reread(t, r.Document)
	found := &diag.List{}
	CheckIdleShards(document, r.Notes, found)
	place := diag.Fixed(diag.Position{File: "BUILD.bazel", Label: "//product:core"})
	found.Add(
		diag.Errorf(document.Offer[0].Pos, "realm R1", "wrong").WithNote(document.Children[0].Pos, "because").WithHint("mend it"),
		diag.Warningf(place, "", "unwise"),
	)
	report := NewReport(document, r.Notes, found)
	report.Product, report.URL = "workstation", "fuchsia-pkg://fuchsia.com/core-workstation#meta/core.cm"
	report.Package = &ReportPackage{Name: "core-workstation", Merkle: strings.Repeat("0f", 32)}
	return report
}

func TestSchemaTakesReports(t *testing.T) {
	schema := compileSchema(t)
	full := demoReport(t)
	for name, list := range map[string]int{
		"shards": len(full.Shards), "includes": len(full.Includes), "duplicates": len(full.Duplicates),
		"promoted": len(full.Promoted), "findings": len(full.Findings), "facts": len(full.Facts),
	} {
		if list == 0 {
			t.Errorf("the report has no %s to try", name)
		}
	}
	if err := schema.Validate(asJSON(t, full)); err != nil {
		t.Error(err)
	}

	root := assemble(t, files{"root.cml": "{}"}, Parts{Base: "root.cml", Child: &Child{
		Name: "core", URL: "fuchsia-pkg://fuchsia.com/core-workstation#meta/core.cm",
		Pos: diag.Fixed(diag.Position{File: "//product:root", Label: "//product:root"}),
	}})
	if err := schema.Validate(asJSON(t, NewReport(reread(t, root.Document), root.Notes, &diag.List{}))); err != nil {
		t.Errorf("root: %v", err)
	}
}

func TestSchemaTakesRealmsWithEverySection(t *testing.T) {
	schema := compileSchema(t)
	for _, section := range cml.Schema()[0].Fields {
		if section.Name == "include" {
			continue // an assembled realm has none left
		}
		t.Run(section.Name, func(t *testing.T) {
			r := assemble(t, files{"core.cml": section.Example}, Parts{Base: "core.cml"})
			report := NewReport(reread(t, r.Document), r.Notes, &diag.List{})
			if len(report.Facts) == 0 {
				t.Error("no facts to try")
			}
			if err := schema.Validate(asJSON(t, report)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSchemaRefusesWhatIsNoReport(t *testing.T) {
	schema := compileSchema(t)
	for name, change := range map[string]func(report map[string]any){
		"another version":      func(r map[string]any) { r["schema_version"] = json.Number("2") },
		"a key of nobody":      func(r map[string]any) { r["shard"] = r["shards"] },
		"no facts":             func(r map[string]any) { delete(r, "facts") },
		"a package of nothing": func(r map[string]any) { r["package"] = map[string]any{} },
		"a short digest":       func(r map[string]any) { r["base"].(map[string]any)["sha256"] = "0f" },
		"an unknown section":   func(r map[string]any) { r["facts"].([]any)[0].(map[string]any)["section"] = "offers" },
		"a line 0": func(r map[string]any) {
			r["facts"].([]any)[0].(map[string]any)["places"].([]any)[0].(map[string]any)["line"] = json.Number("0")
		},
		"an unknown severity": func(r map[string]any) { r["findings"].([]any)[0].(map[string]any)["severity"] = "fatal" },
		"a list of nothing":   func(r map[string]any) { r["promoted"] = nil },
	} {
		report := asJSON(t, demoReport(t)).(map[string]any)
		change(report)
		if err := schema.Validate(report); err == nil {
			t.Errorf("%s: the schema takes it", name)
		}
	}
}

// TestSchemaHasTheFieldsOfReports compares the schema with the types that
// reports are written from, key by key.
func TestSchemaHasTheFieldsOfReports(t *testing.T) {
	type object struct {
		Required   []string                   `json:"required"`
		Properties map[string]json.RawMessage `json:"properties"`
		Additional any                        `json:"additionalProperties"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(readSchema(t), &schema); err != nil {
		t.Fatal(err)
	}
	for name, typ := range map[string]any{
		"":             Report{},
		"package":      ReportPackage{},
		"contribution": Contribution{},
		"shard":        ReportShard{},
		"duplicate":    Duplicate{},
		"promotion":    Promotion{},
		"finding":      findings.Finding{},
		"note":         findings.Note{},
		"place":        findings.Place{},
		"fact":         Fact{},
		"placed-fact":  PlacedFact{},
	} {
		got := schema.Defs[name]
		if name == "" {
			got = schema.object
		}
		all, required := keysOf(reflect.TypeOf(typ))
		var keys []string
		for key := range got.Properties {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		slices.Sort(got.Required)
		if diff := cmp.Diff(all, keys); diff != "" {
			t.Errorf("keys of %q (-type +schema):\n%s", name, diff)
		}
		if diff := cmp.Diff(required, got.Required); diff != "" {
			t.Errorf("required keys of %q (-type +schema):\n%s", name, diff)
		}
		if got.Additional != false {
			t.Errorf("%q takes further keys", name)
		}
	}
}

// keysOf returns the keys that a type is written with, and those that are
// always there.
func keysOf(t reflect.Type) (all, required []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			innerAll, innerRequired := keysOf(inner)
			all, required = append(all, innerAll...), append(required, innerRequired...)
			continue
		}
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "-" {
			continue
		}
		all = append(all, key)
		if options != "omitempty" {
			required = append(required, key)
		}
	}
	slices.Sort(all)
	slices.Sort(required)
	return all, required
}
