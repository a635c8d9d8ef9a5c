package cm_test

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

var update = flag.Bool("update", false, "rewrite testdata/full.hex")

// full is a declaration in which every member and variant appears.
func full(t testing.TB) *cm.Component {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "full.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := cm.Parse(text)
	if err != nil {
		t.Fatalf("full.json:%v", err)
	}
	return c
}

func TestFullDeclarationHasEverything(t *testing.T) {
	s := seen{fields: make(map[string]bool), variants: make(map[string]map[reflect.Type]bool)}
	s.visit(reflect.ValueOf(full(t)))
	for name, set := range s.fields {
		if !set {
			t.Errorf("%s is never set", name)
		}
	}
	got := make(map[string]int)
	for union, variants := range s.variants {
		got[union] = len(variants)
	}
	want := map[string]int{
		"Capability":        9,
		"Checksum":          1,
		"ConfigSingleValue": 10,
		"ConfigValue":       2,
		"ConfigValueSource": 1, // a declaration has only one; the other one is in the vectors
		"ConfigVectorValue": 10,
		"DataValue":         3,
		"DebugRegistration": 1,
		"Expose":            7,
		"LayoutConstraint":  1,
		"LayoutParameter":   1,
		"Offer":             9,
		"Ref":               10,
		"Use":               8,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variants of each union (-want +got):\n%s", diff)
	}
}

// seen collects which fields were ever set, and which types each interface held.
type seen struct {
	fields   map[string]bool
	variants map[string]map[reflect.Type]bool
}

func (s seen) visit(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			s.visit(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			s.visit(v.Index(i))
		}
	case reflect.Interface:
		if v.IsNil() {
			return
		}
		union := v.Type().Name()
		if s.variants[union] == nil {
			s.variants[union] = make(map[reflect.Type]bool)
		}
		s.variants[union][v.Elem().Type()] = true
		s.visit(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			s.fields[name] = s.fields[name] || !v.Field(i).IsZero()
			s.visit(v.Field(i))
		}
	}
}

func TestFullDeclarationInBothForms(t *testing.T) {
	c := full(t)
	want, err := os.ReadFile(filepath.Join("testdata", "full.json"))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := cm.Print(&text, c); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("printed (-want +got):\n%s", diff)
	}

	file, err := cm.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "full.hex")
	if *update {
		if err := os.WriteFile(golden, []byte(hex.Dump(file)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pinned, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(pinned), "\n"), dump(file)); diff != "" {
		t.Errorf("encoded; if that is intended, run go test ./tools/internal/cm -update (-want +got):\n%s", diff)
	}
	decoded, err := cm.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, decoded); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
}
