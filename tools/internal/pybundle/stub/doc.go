// Package stub makes the smallest programs of hermetic Python out of machine
// code that was assembled before: Build gives a program of less than two
// kilobytes that finds a Python runtime beside itself or in the runfiles and
// becomes it, and Start is what an interpreter runs in place of its main once
// package image has worked on it.
//
// It promises that neither needs a compiler, a linker or a library, that both
// find their way by the name that the kernel was given and by /proc/self/exe,
// never by the working directory or the PATH, and that variables by which
// others could change the process are gone before a line of Python runs.
//
// The code is kept as text in machine.go. Its source is package asm; a test
// compares the two, and go test -update writes the text anew.
package stub
