// Package libcheck says whether programs and shared libraries for Linux run on a
// machine that has nothing but a C library of some age.
//
// It reads headers of ELF files and never runs or loads anything. It promises to
// name the file, the symbol or library, and whoever brought the file; and that a
// file which is damaged or strange is a finding.
package libcheck
