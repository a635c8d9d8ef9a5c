// Package distribution reads a relocatable CPython for Linux as it is published,
// and says which of its files a self-contained program needs.
//
// It promises that no path leaves the root, that what comes out depends on the
// names and contents of files alone, and that each module that is taken away is
// named with the reason, so that an import of it can be explained later.
package distribution
