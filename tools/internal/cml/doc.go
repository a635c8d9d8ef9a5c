// Package cml is the component manifest language: it decodes documents,
// resolves includes, merges, canonicalizes, validates and prints them.
//
// It promises that every string of a document keeps the place where it was
// written, through includes and merges, so that each finding names the file,
// line and column that a person has to edit. The package knows no build system
// and reads files only through a Loader.
//
// The pipeline is Decode → ResolveIncludes → Merge → Canonicalize → Validate;
// what the language means is that of Fuchsia's cmc (tools/cmc, tools/lib/cml).
package cml
