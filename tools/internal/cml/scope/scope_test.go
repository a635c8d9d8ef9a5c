package scope

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// document has one name of each kind, and the name "both", which is a child and
// a protocol.
func document() *cml.Document {
	declare := func(t cml.CapabilityType, names ...string) *cml.Clause {
		c := &cml.Clause{Section: cml.SectionCapabilities, Keywords: []cml.Keyword{{Type: t}}}
		for _, n := range names {
			c.Keywords[0].Names.Items = append(c.Keywords[0].Names.Items, cml.Str{Value: n})
		}
		return c
	}
	return &cml.Document{
		Children: []*cml.Child{
			{Name: cml.Str{Value: "kid"}, URL: cml.Str{Value: "first"}},
			{Name: cml.Str{Value: "kid"}, URL: cml.Str{Value: "second"}},
			{Name: cml.Str{Value: "both"}},
		},
		Collections:  []*cml.Collection{{Name: cml.Str{Value: "coll"}}},
		Environments: []*cml.Environment{{Name: cml.Str{Value: "env"}}},
		Capabilities: []*cml.Clause{
			declare(cml.TypeProtocol, "p", "both"),
			declare(cml.TypeStorage, "data"),
			declare(cml.TypeDirectory, "data"),
		},
	}
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name  string
		place Place
		typ   cml.CapabilityType
		want  map[string]Kind
	}{
		{"use of a service", UseFrom, cml.TypeService, map[string]Kind{"kid": Child, "coll": Collection, "data": Capability, "both": Child}},
		{"use of a protocol", UseFrom, cml.TypeProtocol, map[string]Kind{"kid": Child, "coll": Missing, "data": Capability, "both": Child}},
		{"offer of a protocol", OfferFrom, cml.TypeProtocol, map[string]Kind{"kid": Child, "coll": Collection, "data": Capability, "both": Capability}},
		{"offer of a directory", OfferFrom, cml.TypeDirectory, map[string]Kind{"kid": Child, "coll": Collection, "data": Capability, "both": Capability}},
		{"target of an offer", OfferTo, cml.TypeProtocol, map[string]Kind{"kid": Child, "coll": Collection, "data": Capability, "both": Child}},
		{"scope", EventScope, cml.TypeEventStream, map[string]Kind{"kid": Child, "coll": Collection, "data": Missing, "both": Child}},
		{"expose of a protocol", ExposeFrom, cml.TypeProtocol, map[string]Kind{"kid": Child, "coll": Missing, "data": Capability, "both": Capability}},
		{"expose of a service", ExposeFrom, cml.TypeService, map[string]Kind{"kid": Child, "coll": Collection, "data": Missing, "both": Child}},
		{"expose of a runner", ExposeFrom, cml.TypeRunner, map[string]Kind{"kid": Child, "coll": Missing, "data": Missing, "both": Child}},
		{"storage", StorageFrom, cml.TypeStorage, map[string]Kind{"kid": Child, "coll": Missing, "data": Missing, "both": Child}},
		{"registration", RegistrationFrom, cml.TypeRunner, map[string]Kind{"kid": Child, "coll": Missing, "data": Missing, "both": Child}},
		{"debug registration", DebugFrom, cml.TypeProtocol, map[string]Kind{"kid": Child, "coll": Missing, "data": Capability, "both": Capability}},
	}
	s := New(document())
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want["env"], test.want["gone"] = Missing, Missing
			got := map[string]Kind{}
			for name := range test.want {
				got[name] = s.Resolve(test.place, test.typ, name).Kind
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("kinds (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResolveRefTakesDictionariesFromChildrenOnly(t *testing.T) {
	s := New(document())
	for ref, want := range map[string]Kind{
		"#both": Capability, "#both/d": Child, "#data/d": Missing, "#coll/d": Missing, "self": Missing, "parent/d": Missing,
	} {
		if got := s.ResolveRef(OfferFrom, cml.TypeProtocol, cml.ParseRef(ref)).Kind; got != want {
			t.Errorf("ResolveRef(%q) = %v, want %v", ref, got, want)
		}
	}
}

func TestFirstDeclarationCounts(t *testing.T) {
	s := New(document())
	if got := s.Child("kid").URL.Value; got != "first" {
		t.Errorf("child kid has URL %q, want the first one's", got)
	}
	if d, ok := s.Declaration("data"); !ok || d.Type != cml.TypeStorage {
		t.Errorf("Declaration(data) = %v, %v; want the storage", d.Type, ok)
	}
}

func TestDeclaredKnowsTypes(t *testing.T) {
	s := New(document())
	for _, test := range []struct {
		typ  cml.CapabilityType
		name string
		want bool
	}{
		{cml.TypeStorage, "data", true},
		{cml.TypeDirectory, "data", true},
		{cml.TypeProtocol, "data", false},
		{cml.TypeProtocol, "p", true},
		{cml.TypeProtocol, "gone", false},
	} {
		if _, got := s.Declared(test.typ, test.name); got != test.want {
			t.Errorf("Declared(%v, %q) = %v, want %v", test.typ, test.name, got, test.want)
		}
	}
}

func TestVoidAndAvailability(t *testing.T) {
	tests := []struct {
		name         string
		typ          cml.CapabilityType
		from         string
		source       string
		availability string
		wantVoid     bool
		wantAvail    string
	}{
		{"known child", cml.TypeProtocol, "#kid", "unknown", "", false, "required"},
		{"missing child", cml.TypeProtocol, "#gone", "unknown", "", true, "optional"},
		{"missing child of a dictionary path", cml.TypeProtocol, "#gone/d", "unknown", "", true, "optional"},
		{"missing child, required source", cml.TypeProtocol, "#gone", "", "", false, "required"},
		{"missing runner", cml.TypeRunner, "#gone", "unknown", "", false, "required"},
		{"written availability", cml.TypeProtocol, "#gone", "unknown", "same_as_target", true, "same_as_target"},
		{"void", cml.TypeProtocol, "void", "", "optional", true, "optional"},
		{"parent", cml.TypeProtocol, "parent", "unknown", "", false, "required"},
	}
	s := New(document())
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &cml.Clause{
				Section:            cml.SectionOffer,
				Keywords:           []cml.Keyword{{Type: test.typ}},
				SourceAvailability: cml.Str{Value: test.source},
				Availability:       cml.Str{Value: test.availability},
			}
			from := cml.ParseRef(test.from)
			if got := s.Void(c, from); got != test.wantVoid {
				t.Errorf("Void = %v, want %v", got, test.wantVoid)
			}
			if got := s.Availability(c, from); got != test.wantAvail {
				t.Errorf("Availability = %q, want %q", got, test.wantAvail)
			}
		})
	}
}

// Everything that a place accepts must also be found there, else a valid
// reference could not be compiled.
func TestAcceptedIsWithinResolve(t *testing.T) {
	for p := UseFrom; p <= DebugFrom; p++ {
		for typ := cml.TypeConfig; typ <= cml.TypeStorage; typ++ {
			if p == DebugFrom && typ != cml.TypeProtocol {
				continue
			}
			for _, k := range Accepted(p, typ) {
				found := false
				for _, o := range order(p, typ) {
					found = found || o == k
				}
				if !found {
					t.Errorf("place %d accepts a %v for %v but does not look for it", p, k, typ)
				}
			}
		}
	}
}

func TestLookups(t *testing.T) {
	s := New(document())
	if s.Collection("coll") == nil || s.Collection("kid") != nil {
		t.Error("Collection must find coll and not kid")
	}
	if s.Environment("env") == nil || s.Environment("kid") != nil {
		t.Error("Environment must find env and not kid")
	}
	for _, test := range []struct {
		name  string
		kinds []Kind
		want  Kind
	}{
		{"both", []Kind{Child, Capability}, Child},
		{"both", []Kind{Capability, Child}, Capability},
		{"both", []Kind{Collection}, Missing},
		{"coll", []Kind{Child, Collection}, Collection},
		{"coll", nil, Missing},
	} {
		if got := s.Lookup(test.name, test.kinds...).Kind; got != test.want {
			t.Errorf("Lookup(%q, %v) = %v, want %v", test.name, test.kinds, got, test.want)
		}
	}
}

func TestFromOf(t *testing.T) {
	for section, want := range map[cml.Section]Place{
		cml.SectionUse: UseFrom, cml.SectionExpose: ExposeFrom, cml.SectionOffer: OfferFrom, cml.SectionCapabilities: StorageFrom,
	} {
		if got := FromOf(section); got != want {
			t.Errorf("FromOf(%v) = %d, want %d", section, got, want)
		}
	}
}
