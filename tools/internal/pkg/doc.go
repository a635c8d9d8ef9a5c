// Package pkg knows Fuchsia packages: what they are called, what is in them,
// and how they are described to the tools that publish them.
//
// A package is a metadata archive, meta.far, and a set of blobs that the
// archive lists by path and merkle root. The archive's own merkle root is the
// package's hash.
//
// Its one promise: the same files under the same paths give the same hash and
// the same package_manifest.json, whatever the order in which they are given,
// the directories they come from and the number of processors; and whatever
// the size of a file, it is never held in memory.
package pkg
