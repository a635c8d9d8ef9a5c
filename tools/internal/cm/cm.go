// Package cm is the compiled component manifest: the declaration of a component (fuchsia.component.decl/Component) as Go
// types, and the files that hold it.
//
// The types follow the FIDL library member by member: tables are structs with pointers, lists and interfaces that are
// nil where a member is absent, unions are interfaces. A list that is empty, but not nil, is present; the format tells
// the two apart and so do all functions here.
//
// A declaration has one encoding and one JSON form. For every c, every file x that [Decode] accepts without unknown
// members and every text t that [Parse] accepts:
//
//	Decode(Encode(c)) is c, up to required lists that were nil
//	Encode(Decode(x)) is x
//	Encode(Parse(Print(Decode(x)))) is x
//	Print(Parse(t)) is t, up to layout and the order of members
//
// Package cm knows the format, not the rules of manifests: it encodes a declaration without a name or with a cycle as
// well as a sound one. What is checked are the bounds of fuchsia.data, which the format itself promises its readers.
package cm

import (
	"io"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

var schema = fidl.Lazy[Component](declarations...)

// declarations are the types that Go cannot express, in the order in which most components need them.
var declarations = []func() fidl.Decl{
	dataValues, uses, refs, dependencyTypes, availabilities, exposes, offers, capabilities, startupModes,
	durabilities, operations, storageIDs, onTerminates, allowedOffers, environmentExtends, debugRegistrations, deliveryTypes,
	checksums, configValueSources, layoutParameters, layoutConstraints, configTypeLayouts, configMutabilities,
	configValues, configSingleValues, configVectorValues,
}

// Encode returns the file for a declaration. It fails with a *fidl.EncodeError, which names the member, for strings that
// are not UTF-8, values that an enum does not have, empty unions, and fuchsia.data beyond its bounds.
func Encode(c *Component) ([]byte, error) { return schema.Persist(c) }

// Decode reads a file. It is strict: everything that Encode would have written differently is a *fidl.DecodeError, which
// names offset and member. Only table members that this package does not know are skipped, as the format demands of
// readers; [Inspect] lists them.
func Decode(b []byte) (*Component, error) {
	c, _, err := schema.Load(b)
	return c, err
}

// Inspect is [Decode] that also lists the table members that were skipped. When there are any, the declaration is not
// all that the file holds.
func Inspect(b []byte) (*Component, []fidl.Unknown, error) { return schema.Load(b) }

// Print writes a declaration as JSON: the members' FIDL names in the schema's order, absent members left out, unions as
// objects of one member, enums as words, rights as a list of words with unknown bits as a last "0x…", digests in
// hexadecimal; two spaces per level and a final newline.
func Print(w io.Writer, c *Component) error {
	text, err := schema.Print(c)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// Parse reads what Print writes, in any layout and order of members. It fails with a *fidl.JSONError, which names line,
// column and member.
func Parse(text []byte) (*Component, error) { return schema.Parse(text) }

// Ptr returns a pointer to a copy of v, for members that may be absent.
func Ptr[T any](v T) *T { return &v }
