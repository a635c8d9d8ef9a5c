package cml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestOldConstructsAreRefusedWithAHint(t *testing.T) {
	const events = "  fix: " + eventHint + "\n"
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"realm as a source", `{ use: [ { protocol: "p", from: "realm" } ] }`, `
a.cml:1:33: "from" of a use clause: "realm" is not allowed here, only "parent", "framework", "self", "debug", "#name", "parent/dictionary", "self/dictionary", "#name/dictionary"
  fix: "realm" is called "parent" today
`},
		{"realm as a target", `{ expose: [ { protocol: "p", from: "self", to: "realm" } ] }`, `
a.cml:1:48: "to" of an expose clause: "realm" is not allowed here, only "parent", "framework"
  fix: "realm" is called "parent" today
`},
		{"extending the realm is as ever", `{ environments: [ { name: "e", extends: "realm" } ] }`, ""},
		{"legacy_service", `{ use: [ { legacy_service: "/svc/p" } ] }`, `
a.cml:1:12: a use clause has no field "legacy_service"
  fix: write "protocol"
`},
		{"targets that are objects", `{ offer: [ { protocol: "p", from: "self", to: [ { dest: "#x" } ] } ] }`, `
a.cml:1:49: an element of "to" of an offer clause must be a reference, not an object
  fix: write each target as a string: to: [ "#name" ]
`},
		{"renaming a used capability", `{ use: [ { protocol: "p", as: "q" } ] }`, `
a.cml:1:27: a use clause has no field "as"
  fix: a used capability cannot be renamed; say with "path" where the program finds it
`},
		{"using events", `{ use: [ { event: "started", as: "s", modes: [ "sync" ], from: "framework" } ] }`, `
a.cml:1:12: a use clause has no field "event"
` + events},
		{"offering events", `{ offer: [ { event: [ "started" ], mode: "sync", from: "parent", to: "#a" } ] }`, `
a.cml:1:14: an offer clause has no field "event"
` + events},
		{"subscriptions", `{ use: [ { event_stream: "s", subscriptions: [ { event: "started", mode: "async" } ] } ] }`, `
a.cml:1:31: a use clause has no field "subscriptions"
` + events},
		{"modes", `{ use: [ { event_stream: "s", modes: [ "sync" ] } ] }`, `
a.cml:1:31: a use clause has no field "modes"
` + events},
		{"filter on the way", `{ offer: [ { event_stream: "s", from: "parent", to: "#a", filter: {} } ] }`, `
a.cml:1:59: an offer clause has no field "filter"
  fix: move it to the clause that uses the event stream
`},
		{"persistent collection", `{ collections: [ { name: "c", durability: "persistent" } ] }`, `
a.cml:1:43: "durability" of a collection: "persistent" is not one of "transient", "single_run"
  fix: write "transient"
`},
		{"sections of capabilities", `{ storage: [], runners: [], resolvers: [] }`, `
a.cml:1:3: the document has no field "storage"
  fix: declare each one as an element of "capabilities"
a.cml:1:16: the document has no field "runners"
  fix: declare each one as an element of "capabilities"
a.cml:1:29: the document has no field "resolvers"
  fix: declare each one as an element of "capabilities"
`},
		{"path of a debug registration", `{ environments: [ { name: "e", debug: [ { protocol: "p", from: "self", path: "/svc/p" } ] } ] }`, `
a.cml:1:72: a debug registration has no field "path"
  fix: delete it; a debug protocol has no path of its own
`},
		{"CMX", `{ sandbox: { services: [] } }`, `
a.cml:1:3: the document has no field "sandbox"
  fix: this is CMX, which is not supported; say with "use" what the program needs
`},
		{"exposing storage", `{ expose: [ { storage: "s", from: "self" } ] }`, `
a.cml:1:15: an expose clause has no field "storage"
  fix: storage cannot be exposed, only offered to children
`},
		{"storage without an id is for validation", `{ capabilities: [ { storage: "s", from: "self", backing_dir: "d" } ] }`, ""},
	})
}

func TestCMXFileIsRefused(t *testing.T) {
	var diags diag.List
	if d := Decode(diag.NewFile("a.cmx", []byte(`{ program: {} }`)), DecodeOptions{}, &diags); d != nil {
		t.Error("got a document")
	}
	want := "a.cmx:1:1: CMX is not supported\n  fix: write a component manifest (.cml) instead"
	if d := cmp.Diff(want, diags.Err().Error()); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

func TestWeakForMigrationIsWeak(t *testing.T) {
	for _, o := range []DecodeOptions{{}, {Legacy2021: true}} {
		var diags diag.List
		d := Decode(diag.NewFile("a.cml", []byte(`{ use: [ { protocol: "p", from: "#a", dependency: "weak_for_migration" } ] }`)), o, &diags)
		if d == nil {
			t.Fatal(diags.Err())
		}
		if got := d.Use[0].Dependency.Value; got != "weak" {
			t.Errorf("got dependency %q, want weak", got)
		}
		if got := diags.All(); len(got) != 1 || got[0].Severity != diag.Warning || got[0].Pos.Position().Column != 51 {
			t.Errorf("got %v, want one warning at column 51", got)
		}
	}
}

func TestLegacy2021(t *testing.T) {
	const events = "  fix: " + eventHint + "\n"
	testDecode(t, DecodeOptions{Legacy2021: true}, []decodeTest{
		{"events", `{ use: [ { event: "started", as: "s", modes: [ "sync" ], filter: 5 } ] }`, `
a.cml:1:12: warning: a use clause with "event" is obsolete and left out
` + events},
		{"subscriptions", `{ use: [ { event_stream: "s", subscriptions: [] } ] }`, `
a.cml:1:31: warning: a use clause with "subscriptions" is obsolete and left out
` + events},
		{"persistent collection", `{ collections: [ { name: "c", durability: "persistent" } ] }`, `
a.cml:1:43: warning: durability "persistent" is obsolete, it is read as "transient"
  fix: write "transient"
`},
		{"storage without an id", `{ capabilities: [ { storage: "s", from: "self", backing_dir: "d" } ] }`, `
a.cml:1:19: warning: storage without "storage_id" is obsolete, it is read as "static_instance_id_or_moniker"
  fix: add storage_id: "static_instance_id_or_moniker"
`},
		{"storage with an id", `{ capabilities: [ { storage: "s", from: "self", backing_dir: "d", storage_id: "static_instance_id" } ] }`, ""},
		{"what came before 2021", `{ use: [ { protocol: "p", from: "realm" } ] }`, `
a.cml:1:33: "from" of a use clause: "realm" is not allowed here, only "parent", "framework", "self", "debug", "#name", "parent/dictionary", "self/dictionary", "#name/dictionary"
  fix: "realm" is called "parent" today
`},
	})
}

func TestLegacy2021GivesTodaysDocument(t *testing.T) {
	text := `{
  use: [ { event: "started" }, { protocol: "p" } ],
  offer: [ { event_stream: "s", subscriptions: [] } ],
  collections: [ { name: "c", durability: "persistent" } ],
  capabilities: [ { storage: "s", from: "self", backing_dir: "d" } ],
}`
	want := `{
  use: [ { protocol: "p" } ],
  offer: [],
  collections: [ { name: "c", durability: "transient" } ],
  capabilities: [ { storage: "s", from: "self", backing_dir: "d", storage_id: "static_instance_id_or_moniker" } ],
}`
	var diags diag.List
	got := Decode(diag.NewFile("a.cml", []byte(text)), DecodeOptions{Legacy2021: true}, &diags)
	if got == nil {
		t.Fatal(diags.Err())
	}
	if d := cmp.Diff(decode(t, diag.NewFile("b.cml", []byte(want))), got, equalDocuments...); d != "" {
		t.Errorf("document (-want +got):\n%s", d)
	}
}

func TestObsoleteWordsOfTheTablesAreAccepted(t *testing.T) {
	for _, s := range ClauseSections {
		for _, f := range clauseTable(s).object().Fields {
			for _, word := range f.Obsolete {
				got := findings(t, fmt.Sprintf("{ %s: [ { %s: %q, from: \"parent\", to: \"#a\" } ] }", s, f.Name, word), DecodeOptions{})
				if want := fmt.Sprintf("warning: %q is obsolete", word); !strings.Contains(got, want) {
					t.Errorf("%s of %s: got %q, want it to say %s", f.Name, s, got, want)
				}
			}
		}
	}
}
