package cml

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// strs is a list field as a document holds it.
func strs(values ...string) Strs {
	s := Strs{Array: len(values) != 1}
	for _, v := range values {
		s.Items = append(s.Items, Str{Value: v})
	}
	return s
}

func TestShapeOfClause(t *testing.T) {
	clause := func(change func(*Clause)) *Clause {
		c := &Clause{
			Section:  SectionOffer,
			Keywords: []Keyword{{Type: TypeProtocol, Names: strs("a")}},
			From:     strs("parent"),
			To:       strs("#x"),
		}
		change(c)
		return c
	}
	plain := clause(func(*Clause) {})
	tests := []struct {
		name                string
		other               *Clause
		equal, butAvailable bool
	}{
		{"itself", plain, true, true},
		{"other names", clause(func(c *Clause) { c.Keywords[0].Names = strs("b", "c") }), true, true},
		{"array of one", clause(func(c *Clause) { c.To.Array = true }), true, true},
		{"other type", clause(func(c *Clause) { c.Keywords[0].Type = TypeService }), false, false},
		{"other section", clause(func(c *Clause) { c.Section = SectionExpose }), false, false},
		{"more targets", clause(func(c *Clause) { c.To = strs("#x", "#y") }), false, false},
		{"joined targets", clause(func(c *Clause) { c.To = strs("#x#y") }), false, false},
		{"renamed", clause(func(c *Clause) { c.As = Str{Value: "a"} }), false, false},
		{"default spelled out", clause(func(c *Clause) { c.Dependency = Str{Value: "strong"} }), false, false},
		{"availability", clause(func(c *Clause) { c.Availability = Str{Value: "required"} }), false, true},
		{"type without bounds", clause(func(c *Clause) { c.ConfigType = &ConfigType{} }), true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := plain.Shape(true) == tt.other.Shape(true); got != tt.equal {
				t.Errorf("same shape: got %v, want %v", got, tt.equal)
			}
			if got := plain.Shape(false) == tt.other.Shape(false); got != tt.butAvailable {
				t.Errorf("same shape without availability: got %v, want %v", got, tt.butAvailable)
			}
		})
	}
}

func TestShapeKeepsOrderOfLists(t *testing.T) {
	a := &Clause{Section: SectionOffer, To: strs("#a", "#b")}
	b := &Clause{Section: SectionOffer, To: strs("#b", "#a")}
	if a.Shape(true) == b.Shape(true) {
		t.Error("got equal shapes for targets in different order")
	}
}

func TestShapeTellsStringsFromNumbers(t *testing.T) {
	u := func(v *Value) *Clause { return &Clause{Section: SectionUse, Filter: v} }
	a := u(&Value{Kind: ObjectValue, Members: []Member{{Key: Str{Value: "k"}, Value: Value{Kind: StringValue, Text: "1"}}}})
	b := u(&Value{Kind: ObjectValue, Members: []Member{{Key: Str{Value: "k"}, Value: Value{Kind: NumberValue, Text: "1"}}}})
	if a.Shape(true) == b.Shape(true) {
		t.Error("got equal shapes for a string and a number")
	}
}

func TestEqualChildReadsAbsentStartupAsLazy(t *testing.T) {
	child := func(startup string) *Child {
		return &Child{Name: Str{Value: "a"}, URL: Str{Value: "#meta/a.cm"}, Startup: Str{Value: startup}}
	}
	if !EqualChild(child(""), child("lazy")) {
		t.Error("absent and lazy: got different, want equal")
	}
	if EqualChild(child(""), child("eager")) {
		t.Error("absent and eager: got equal, want different")
	}
}

func TestEqualCollectionComparesAllFields(t *testing.T) {
	a := &Collection{Name: Str{Value: "c"}, Durability: Str{Value: "transient"}}
	b := &Collection{Name: Str{Value: "c"}, Durability: Str{Value: "transient"}}
	if !EqualCollection(a, b) {
		t.Error("got different, want equal")
	}
	b.AllowLongNames = &Flag{Value: false}
	if EqualCollection(a, b) {
		t.Error("absent and false: got equal, want different")
	}
}

func TestEqualValueIgnoresOrderOfKeys(t *testing.T) {
	member := func(k, v string) Member {
		return Member{Key: Str{Value: k}, Value: Value{Kind: StringValue, Text: v}}
	}
	a := &Value{Kind: ObjectValue, Members: []Member{member("x", "1"), member("y", "2")}}
	b := &Value{Kind: ObjectValue, Members: []Member{member("y", "2"), member("x", "1")}}
	if !EqualValue(a, b) {
		t.Error("got different, want equal")
	}
	b.Members[1].Value.Text = "3"
	if EqualValue(a, b) {
		t.Error("got equal, want different")
	}
}

func TestEqualConfigEntryComparesAllButTheKey(t *testing.T) {
	entry := func(key string, size int64) *ConfigEntry {
		return &ConfigEntry{
			Key: Str{Value: key},
			Type: ConfigType{
				Name:     Str{Value: "vector"},
				MaxCount: &Int{Value: 2},
				Element:  &ConfigType{Name: Str{Value: "string"}, MaxSize: &Int{Value: size}},
			},
		}
	}
	if !EqualConfigEntry(entry("a", 1), entry("b", 1)) {
		t.Error("other key: got different, want equal")
	}
	if EqualConfigEntry(entry("a", 1), entry("a", 2)) {
		t.Error("other size: got equal, want different")
	}
	mutable := entry("a", 1)
	mutable.Mutability = []Str{{Value: "parent"}}
	if EqualConfigEntry(entry("a", 1), mutable) {
		t.Error("mutability: got equal, want different")
	}
}

// What a manifest of 2021 leaves unsaid about a storage is not what another one
// says: merged, the two are different declarations.
func TestShapeTellsImpliedStorageIDFromWrittenOne(t *testing.T) {
	decode := func(text string) *Clause {
		var diags diag.List
		d := Decode(diag.NewFile("a.cml", []byte(text)), DecodeOptions{Legacy2021: true}, &diags)
		if err := diags.Err(); err != nil {
			t.Fatal(err)
		}
		return d.Capabilities[0]
	}
	implied := decode(`{ capabilities: [ { storage: "data", from: "parent", backing_dir: "minfs" } ] }`)
	written := decode(`{ capabilities: [ { storage: "data", from: "parent", backing_dir: "minfs",
		storage_id: "static_instance_id_or_moniker" } ] }`)
	if implied.Shape(true) == written.Shape(true) {
		t.Error("a storage_id that nobody wrote equals a written one")
	}
}
