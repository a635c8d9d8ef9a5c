// Package element knows the metadata files of an IDK: meta/manifest.json and one
// file per element, in plain JSON.
//
// Its one idea is a table that says what a file of each kind looks like. The
// check of a file, the JSON Schema that we publish, and the list of files that
// belong to an element are all read off that table, so that they cannot differ.
//
// It promises that a file it writes has the bytes that Fuchsia's own build gives
// the same value: keys sorted, two spaces, ASCII only, no final newline.
package element
