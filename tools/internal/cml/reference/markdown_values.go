package reference

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
)

// values is the table of the forms that have a rule.
func values(b *strings.Builder) {
	b.WriteString("\n| value | how it is written |\n| --- | --- |\n")
	for _, v := range valueForms() {
		if v.rule != "" {
			fmt.Fprintf(b, "| %s | %s |\n", v.one, v.rule)
		}
	}
}

// meanings are the forms of references with what they stand for.
var meanings = []struct {
	form cml.RefForms
	// title is the head of a narrow column.
	title string
	texts []string
	doc   string
}{
	{cml.RefToParent, "parent", []string{`"parent"`}, "the component whose child this one is"},
	{cml.RefToFramework, "framework", []string{`"framework"`}, "the component framework, which has some capabilities for each component"},
	{cml.RefToSelf, "self", []string{`"self"`}, "this document: what `capabilities` declares"},
	{cml.RefToDebug, "debug", []string{`"debug"`}, "the debug protocols of the environment that the component is in"},
	{cml.RefToVoid, "void", []string{`"void"`}, "nothing: there is no source, and it is no mistake"},
	{cml.RefToAll, "all", []string{`"all"`}, "all children and collections of this document"},
	{cml.RefToNamed, "#name", []string{`"#name"`}, "what has that name in this document"},
	{cml.RefToDictionary, "a dictionary", []string{`"parent/dictionary"`, `"self/dictionary"`, `"#name/dictionary"`}, "a dictionary of the parent, of this document or of a child; more names behind more slashes are dictionaries in it"},
	{cml.RefToOwnDictionary, "own dictionary", []string{`"self/dictionary"`}, "a dictionary that `capabilities` declares, as a target: what is offered to it is in it"},
}

// references explains the forms of references and says which place takes which.
func (l *language) references(b *strings.Builder) {
	b.WriteString("\n| reference | stands for |\n| --- | --- |\n")
	for _, m := range meanings {
		fmt.Fprintf(b, "| %s | %s |\n", codes(m.texts), m.doc)
	}
	b.WriteString("\nWhich field takes which:\n\n|  |")
	for _, m := range meanings {
		fmt.Fprintf(b, " %s |", m.title)
	}
	b.WriteString(" an array |\n| --- |" + strings.Repeat(" :-: |", len(meanings)+1) + "\n")
	l.referenceRows(b, l.document, "")
	b.WriteString("\nWhat `\"#name\"` can be:\n\n| field | type | it is |\n| --- | --- | --- |\n")
	for _, p := range namedPlaces {
		namedRows(b, p.path, p.place, p.types)
	}
	b.WriteString("| `children.environment`, `collections.environment` | | an environment |\n")
}

// referenceRows writes a row for each field below an object that takes
// references.
func (l *language) referenceRows(b *strings.Builder, o *cml.Object, above string) {
	for i := range o.Fields {
		f := &o.Fields[i]
		path := join(above, f.Name)
		if inner := l.content(f); inner != nil {
			l.referenceRows(b, inner, path)
		}
		if f.Form != cml.FormReference {
			continue
		}
		fmt.Fprintf(b, "| `%s` |", path)
		for _, m := range meanings {
			mark(b, f.Refs&m.form != 0)
		}
		mark(b, f.List == cml.OneOrMany)
		b.WriteByte('\n')
	}
}

func mark(b *strings.Builder, yes bool) {
	if yes {
		b.WriteString(" ● |")
	} else {
		b.WriteString("  |")
	}
}

// namedPlaces are the places that take the name of something.
var namedPlaces = []struct {
	path  string
	place scope.Place
	types []cml.CapabilityType
}{
	{"use.from", scope.UseFrom, []cml.CapabilityType{cml.TypeService, cml.TypeProtocol}},
	{"expose.from", scope.ExposeFrom, []cml.CapabilityType{cml.TypeService, cml.TypeProtocol, cml.TypeDirectory}},
	{"offer.from", scope.OfferFrom, []cml.CapabilityType{cml.TypeService, cml.TypeProtocol, cml.TypeDirectory}},
	{"offer.to", scope.OfferTo, []cml.CapabilityType{cml.NoType}},
	{"use.scope, expose.scope, offer.scope", scope.EventScope, []cml.CapabilityType{cml.TypeEventStream}},
	{"capabilities.from", scope.StorageFrom, []cml.CapabilityType{cml.TypeStorage}},
	{"environments.runners.from, environments.resolvers.from", scope.RegistrationFrom, []cml.CapabilityType{cml.NoType}},
	{"environments.debug.from", scope.DebugFrom, []cml.CapabilityType{cml.TypeProtocol}},
}

// namedRows writes what a name can be at a place, by type. The last of several
// types stands for all others.
func namedRows(b *strings.Builder, path string, place scope.Place, types []cml.CapabilityType) {
	path = "`" + strings.ReplaceAll(path, ", ", "`, `") + "`"
	for i, t := range types {
		typ := ""
		switch {
		case len(types) > 1 && i == len(types)-1:
			typ = "others"
		case t != cml.NoType:
			typ = "`" + t.String() + "`"
		}
		var kinds []string
		for _, k := range scope.Accepted(place, t) {
			kinds = append(kinds, kindWord(k))
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", path, typ, strings.Join(kinds, " or "))
	}
}

func kindWord(k scope.Kind) string {
	if k == scope.Capability {
		return "a declared capability"
	}
	return "a " + k.String()
}

// aliases are the words that stand for several rights.
var aliases = []struct {
	word   string
	rights []string
}{
	{"r*", []string{"connect", "enumerate", "traverse", "read_bytes", "get_attributes"}},
	{"w*", []string{"connect", "enumerate", "traverse", "write_bytes", "modify_directory", "update_attributes"}},
	{"x*", []string{"connect", "enumerate", "traverse", "execute"}},
	{"rw*", []string{"connect", "enumerate", "traverse", "read_bytes", "get_attributes", "write_bytes", "modify_directory", "update_attributes"}},
	{"rx*", []string{"connect", "enumerate", "traverse", "read_bytes", "get_attributes", "execute"}},
}

// rightsTable says what the words for rights stand for.
func rightsTable(b *strings.Builder) {
	b.WriteString("\nA right is one word of `" + strings.Join(singleRights(), "`, `") + "`; a word with a star is several:\n\n| word | rights |\n| --- | --- |\n")
	for _, a := range aliases {
		fmt.Fprintf(b, "| `%s` | `%s` |\n", a.word, strings.Join(a.rights, "`, `"))
	}
	b.WriteString("\nNo right can be named twice, also not by two words that both stand for it.\n")
}

// singleRights returns the words that are no aliases.
func singleRights() []string {
	var single []string
	for _, o := range cml.Schema() {
		f := field(&o, "rights")
		if f == nil {
			continue
		}
		for _, word := range f.Values {
			if !strings.HasSuffix(word, "*") {
				single = append(single, word)
			}
		}
		break
	}
	return single
}

// features are the restricted features with what they are for.
var features = []struct {
	feature validate.Feature
	doc     string
}{
	{validate.AllowLongNames, "allows `collections.allow_long_names`"},
	{validate.DeliveryType, "allows `capabilities.delivery`"},
	{validate.DynamicDictionaries, "allows `capabilities.path` of a dictionary"},
	{validate.UseDictionaries, "allows a `use` of a dictionary"},
	{validate.Dictionaries, "nothing any more; builds still name it"},
	{validate.AllowNonHermeticPackages, "allows the facet `fuchsia.test` to have `deprecated-allowed-packages`"},
	{validate.EnableAllowNonHermeticPackages, "demands the feature above of documents with that facet, and only of them"},
	{validate.RestrictTestTypeInFacets, "forbids the facet `fuchsia.test` to have a `type`: the build sets it"},
}

// featuresTable says what the restricted features are for.
func featuresTable(b *strings.Builder) {
	b.WriteString("\nSome of the language can only be used where the build says so: a rule with " +
		"[`restricted_features`](manifest.md#restricted_feature), `idkit` and `cmc` with `--features`.\n" +
		"\n| feature | what it does |\n| --- | --- |\n")
	for _, f := range features {
		fmt.Fprintf(b, "| `%s` | %s |\n", f.feature, f.doc)
	}
}
