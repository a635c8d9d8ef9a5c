// Package launch starts a packed bundle: one file that carries a compressed
// runtime of Python and a program for it (RFC-0256).
//
// Its one idea: the runtime is unpacked once for each user, under the digest of
// its content, and every start after that is a look at that entry and an exec.
// The process becomes the interpreter, so nothing stands between a signal and
// Python, and nothing is left to clean up.
//
// It promises that an entry is complete or not there at all: content is written
// under a name that no start looks at, checked on the way, and renamed. A
// directory that others could write to is never used. Whatever goes wrong with
// one directory leads to the next one; when there is none left, or when the
// bundle itself is damaged, the process ends with status 125 and one line that
// says what to do.
package launch
