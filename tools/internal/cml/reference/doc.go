// Package reference renders the reference of the language of manifests: for a
// terminal, as a page of the documentation, and as a JSON Schema for editors.
//
// Its one promise: everything is made from the tables that the decoder walks
// and from the rule book, so that the reference cannot say anything else than
// what happens.
package reference
