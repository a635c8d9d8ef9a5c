// Package cml is the component manifest language: the model of a document, its
// decoding, its printing and its comparing. Includes are resolved by the package
// include below this one, documents merged and brought into canonical form by
// merge, checked by validate and laid out for people by format.
//
// It promises that every string of a document keeps the place where it was
// written, through includes, merges and a printed document that another process
// reads, so that each finding names the file, line and column that a person has
// to edit. The package reads no files and knows no build system.
//
// One table per kind of object says which fields there are and what they take;
// decoding, printing, comparing and Schema all follow it. What the language
// means is that of Fuchsia's cmc (tools/cmc, tools/lib/cml).
package cml
