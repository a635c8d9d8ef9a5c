// Package idk works on IDKs that exist, in a directory or an archive: it checks
// them, shows them, compares two, packs one, and merges several.
//
// It promises to trust nothing in an IDK: every path is checked before it is
// used, all conflicts are reported and not just the first, and an element of a
// kind that is not known is kept and said to be unknown, never dropped.
package idk
