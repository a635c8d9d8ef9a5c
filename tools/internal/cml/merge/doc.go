// Package merge makes one manifest of many and brings it into canonical form.
//
// It promises that no document is changed, that the cost grows linearly with
// the input however many documents there are, and that every string of the
// result knows all places that it was written at. What merging means is that
// of Fuchsia's cmc (tools/lib/cml/src/types/document.rs), with these
// differences:
//
//   - Equal values under one key of program and facets do not conflict.
//   - A fact that one document states twice stays twice, so that validation
//     can report both places: the n-th statement in one document is matched
//     with the n-th in the others.
//   - Equal environments are dropped to one rather than concatenated.
//   - Runners and dictionaries of use are deduplicated like all else.
package merge
