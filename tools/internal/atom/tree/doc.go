// Package tree reads and writes the files of an IDK: paths with forward slashes
// below one root, which is a directory or an archive.
//
// It promises that no path leaves the root, that a file is held in memory only
// where its reader asks for that, and that the executable bit is never taken
// from a disk: build systems set it at will, so the caller says which files are
// programs.
package tree
