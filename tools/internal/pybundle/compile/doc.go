// Package compile has a CPython compile sources, and writes archives of what comes
// out.
//
// One process compiles many sources. It sees their contents and the names that
// code objects are to carry, no directory, no environment; its answers are
// brought into their canonical form. So the same sources become the same bytes
// wherever, whenever and in whatever order they are compiled.
package compile
