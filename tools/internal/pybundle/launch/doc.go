// Package launch starts a packed bundle: one file that carries a compressed
// runtime of Python and a program for it.
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

// The environment variables that are ours.
const (
	// commandVar makes a bundle say something about itself and exit: info, verify.
	commandVar = "HERMETIC_PYTHON"
	// cacheVar is the first directory that is tried.
	cacheVar = "HERMETIC_PYTHON_CACHE"
	// bundleVar tells the runtime which file has the program.
	bundleVar = "HERMETIC_PYTHON_BUNDLE"
)

// startArguments are those of an interpreter that does not start the program by
// itself. It asks no variable, and its text is UTF-8 in every locale.
var startArguments = []string{"-I", "-X", "utf8", "-c", "import _hermetic; _hermetic.main()"}
