// Package atom makes an IDK out of atoms: things of a workspace that others may
// use, such as a set of component manifest shards (RFC-0106) or a FIDL library.
//
// Its one idea is that an atom is described once, by itself, in a small file
// that holds names and no contents; all that concerns several atoms (who may
// depend on whom, what meets in one place) is checked on those files alone.
//
// It promises that what is wrong is reported together, with the labels of all
// who are involved, and that nothing it writes depends on the order of its
// inputs.
package atom
