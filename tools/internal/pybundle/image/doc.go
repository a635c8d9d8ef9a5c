// Package image turns a CPython interpreter into a runtime of hermetic Python:
// Patch into an image, one file that starts with modules frozen into it and
// ignores its surroundings, or Tree into a directory, for interpreters that
// cannot be patched.
//
// It promises of an image that the interpreter's own bytes stay as they are,
// but for its headers and the one address that its start code gives to the C
// library: nothing is compiled, linked or stripped. An interpreter of another
// build than the code knows is refused with an Unsuitable, never half-patched.
package image
