// Package link makes bundles: it joins the archives of compiled libraries, data
// and a description of the program to one archive, behind a carrier that starts
// it.
//
// Libraries know their modules by where they are. Which names these have depends
// on the program, on the directories it looks for modules in; link finds out, by
// the rules of Python's own import system, so that at run time a module is one
// look into a dict.
//
// The package promises that the bytes of a bundle depend on nothing but its
// inputs, that nothing is held in memory that can be large, and that two
// libraries that bring different files for one place are an error that names both.
package link
