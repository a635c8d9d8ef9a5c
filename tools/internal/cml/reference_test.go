package cml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// referencePlaces are the places that take references, with what they take.
var referencePlaces = []struct {
	name, text string
	list       bool
	forms      RefForms
}{
	{
		"use.from", `{ use: [ { protocol: "p", from: %s } ] }`, false,
		RefToParent | RefToFramework | RefToSelf | RefToDebug | RefToNamed | RefToDictionary,
	},
	{
		"expose.from", `{ expose: [ { protocol: "p", from: %s } ] }`, true,
		RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
	},
	{"expose.to", `{ expose: [ { protocol: "p", from: "self", to: %s } ] }`, false, RefToParent | RefToFramework},
	{
		"offer.from", `{ offer: [ { protocol: "p", to: "all", from: %s } ] }`, true,
		RefToParent | RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
	},
	{"offer.to", `{ offer: [ { protocol: "p", from: "self", to: %s } ] }`, true, RefToAll | RefToNamed | RefToOwnDictionary},
	{"offer.scope", `{ offer: [ { event_stream: "p", from: "self", to: "all", scope: %s } ] }`, true, RefToNamed},
	{"expose.scope", `{ expose: [ { event_stream: "p", from: "self", scope: %s } ] }`, true, RefToNamed},
	{"use.scope", `{ use: [ { event_stream: "p", scope: %s } ] }`, true, RefToNamed},
	{"capabilities.from", `{ capabilities: [ { storage: "s", from: %s } ] }`, false, RefToParent | RefToSelf | RefToNamed},
	{
		"runners.from", `{ environments: [ { name: "e", runners: [ { runner: "r", from: %s } ] } ] }`, false,
		RefToParent | RefToSelf | RefToNamed,
	},
	{
		"resolvers.from", `{ environments: [ { name: "e", resolvers: [ { resolver: "r", scheme: "s", from: %s } ] } ] }`, false,
		RefToParent | RefToSelf | RefToNamed,
	},
	{
		"debug.from", `{ environments: [ { name: "e", debug: [ { protocol: "p", from: %s } ] } ] }`, true,
		RefToParent | RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
	},
	{"child.environment", `{ children: [ { name: "a", url: "#a.cm", environment: %s } ] }`, false, RefToNamed},
	{"collection.environment", `{ collections: [ { name: "a", durability: "transient", environment: %s } ] }`, false, RefToNamed},
}

// referenceForms are references of each form.
var referenceForms = []struct {
	text string
	form RefForms
}{
	{"parent", RefToParent},
	{"framework", RefToFramework},
	{"self", RefToSelf},
	{"debug", RefToDebug},
	{"void", RefToVoid},
	{"all", RefToAll},
	{"#a.b-c_d", RefToNamed},
	{"parent/d", RefToDictionary},
	{"parent/d/e", RefToDictionary},
	{"self/d", RefToDictionary | RefToOwnDictionary},
	{"self/d/e", RefToDictionary},
	{"#a/d", RefToDictionary},
}

func TestReferencesAtEachPlace(t *testing.T) {
	for _, place := range referencePlaces {
		for _, ref := range referenceForms {
			t.Run(place.name+" "+ref.text, func(t *testing.T) {
				got := findings(t, fmt.Sprintf(place.text, `"`+ref.text+`"`), DecodeOptions{})
				if place.forms&ref.form != 0 {
					if got != "" {
						t.Errorf("got %q, want no finding", got)
					}
					return
				}
				for _, want := range append(place.forms.Texts(), `"`+ref.text+`"`, fmt.Sprint("a.cml:1:", strings.Index(place.text, "%")+1, ": ")) {
					if !strings.Contains(got, want) {
						t.Errorf("got %q, want it to have %s", got, want)
					}
				}
			})
		}
		t.Run(place.name+" list", func(t *testing.T) {
			got := findings(t, fmt.Sprintf(place.text, `[ `+place.forms.Texts()[0]+` ]`), DecodeOptions{})
			if place.list != (got == "") {
				t.Errorf("got %q, list allowed: %v", got, place.list)
			}
		})
	}
}

func TestBadReferences(t *testing.T) {
	offer := func(from, to string) string {
		return fmt.Sprintf(`{ offer: [ { protocol: "p", from: %q, to: %q } ] }`, from, to)
	}
	const sources = `"parent", "framework", "self", "void", "#name", "parent/dictionary", "self/dictionary", "#name/dictionary"`
	const targets = `"all", "#name", "self/dictionary"`
	long := strings.Repeat("a", 255)
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"longest name", offer("#"+long, "#"+long), ""},
		{"name of 256 bytes", offer("self", "#b"+long), `
a.cml:1:47: "to" of an offer clause: "#b` + strings.Repeat("a", 58) + `"… is not a reference: it has 256 bytes; the most is 255
  fix: write one of ` + targets + `
`},
		{"long dictionary path", offer("parent"+strings.Repeat("/"+long, 15), "all"), ""},
		{"misspelt", offer("parnet", "al"), `
a.cml:1:35: "from" of an offer clause: "parnet" is not allowed here, only ` + sources + `
  fix: write "parent"
a.cml:1:49: "to" of an offer clause: "al" is not allowed here, only ` + targets + `
  fix: write "all"
`},
		{"case matters", offer("Parent", "all"), `
a.cml:1:35: "from" of an offer clause: "Parent" is not allowed here, only ` + sources + `
  fix: write "parent"
`},
		{"nothing is trimmed", offer(" #a", "all"), `
a.cml:1:35: "from" of an offer clause: " #a" is not allowed here, only ` + sources + `
`},
		{"name without number sign", offer("self", "echo_server"), `
a.cml:1:47: "to" of an offer clause: "echo_server" is not allowed here, only ` + targets + `
  fix: write "#echo_server" for what is declared in this document
`},
		{"number sign alone", offer("#", "#"), `
a.cml:1:35: "from" of an offer clause: "#" is not a reference: there is no name after #
  fix: write one of ` + sources + `
a.cml:1:44: "to" of an offer clause: "#" is not a reference: there is no name after #
  fix: write one of ` + targets + `
`},
		{"bad name", offer("#a b", "all"), `
a.cml:1:35: "from" of an offer clause: "#a b" is not a reference: character 2, a space, is not allowed
  fix: write one of ` + sources + `
`},
		{"empty", offer("", "all"), `
a.cml:1:35: "from" of an offer clause: "" is not a reference: it is empty
  fix: write one of ` + sources + `
`},
		{"root of a dictionary", offer("framework/d", "all"), `
a.cml:1:35: "from" of an offer clause: "framework/d" is not a reference: a dictionary comes from parent, self or #name
  fix: write one of ` + sources + `
`},
		{"root without name", offer("#/d", "all"), `
a.cml:1:35: "from" of an offer clause: "#/d" is not a reference: there is no name after #
  fix: write one of ` + sources + `
`},
		{"no dictionary", offer("self/", "self/."), `
a.cml:1:35: "from" of an offer clause: "self/" is not a reference: there is no dictionary after /
  fix: write one of ` + sources + `
a.cml:1:48: "to" of an offer clause: "self/." is not a reference: there is no dictionary after /
  fix: write one of ` + targets + `
`},
		{"empty segment", offer("parent/a//b", "all"), `
a.cml:1:35: "from" of an offer clause: "parent/a//b" is not a reference: it has an empty segment
  fix: write one of ` + sources + `
`},
		{"dictionary in an own dictionary", offer("self", "self/a/b"), `
a.cml:1:47: "to" of an offer clause: "self/a/b" is not a reference: only a dictionary of this document can be a target, not one inside of it
  fix: write one of ` + targets + `
`},
	})
}

func TestParseRefUndoesWriting(t *testing.T) {
	tests := []struct {
		text string
		want Ref
	}{
		{"parent", Ref{Kind: RefParent}},
		{"framework", Ref{Kind: RefFramework}},
		{"self", Ref{Kind: RefSelf}},
		{"debug", Ref{Kind: RefDebug}},
		{"void", Ref{Kind: RefVoid}},
		{"all", Ref{Kind: RefAll}},
		{"#a", Ref{Kind: RefNamed, Name: "a"}},
		{"parent/d/e", Ref{Kind: RefParent, Dictionary: "d/e"}},
		{"#a/d", Ref{Kind: RefNamed, Name: "a", Dictionary: "d"}},
	}
	for _, tt := range tests {
		got := ParseRef(tt.text)
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, d)
		}
		root, _, _ := strings.Cut(tt.text, "/")
		if got.Root() != root {
			t.Errorf("%s: got root %q, want %q", tt.text, got.Root(), root)
		}
	}
	if got := ParseRef("realm"); got.Kind != RefNone {
		t.Errorf("realm: got %v, want none", got)
	}
}
