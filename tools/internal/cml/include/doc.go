// Package include finds the shards that manifests include, and the shards that
// those include.
//
// It promises that every file is read and decoded once, that files come in one
// order that depends on nothing but the text of the manifests (depth first in
// list order, a shard directly after what it includes, each file once), and
// that all missing files of a run are reported, not just the first.
//
// What a string in an include list stands for is the business of a Loader.
// There are two: FileSystem searches directories, as Fuchsia's cmc does
// (tools/cmc/src/include.rs); Strict knows a closed list of files that a build
// system gives it, and lets a file include only what its target depends on.
package include
