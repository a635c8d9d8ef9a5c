// Package contract has what launchers, runtimes and archives of hermetic Python
// must say in the same words: names, and which variables no interpreter gets.
//
// It promises to be constants and tables: the stem of packed bundles has it
// inside, and a start is some milliseconds.
package contract

// Command is what an interpreter runs, with -c, to run its bundle. The bootstrap
// knows by it that it is not to be an interpreter.
const Command = "import " + BootstrapModule + "; " + BootstrapModule + ".main()"

// StartArgs are those of an interpreter that does not start its bundle by itself.
// It asks no variable, even where it is confined to its tree, and its text is
// UTF-8 in every locale.
func StartArgs() []string { return []string{"-I", "-X", "utf8", "-c", Command} }

// Modules of a standard library that start an interpreter. The second takes the
// place of encodings, which every interpreter imports first.
const (
	BootstrapModule = "_hermetic"
	EncodingsModule = "_hermetic_encodings"
)

// What a runtime that is a directory is known by.
const (
	// StdlibFile is the archive of the standard library.
	StdlibFile = "lib/stdlib.hpa"
	// PathSuffix is what the file that confines an interpreter to its tree has
	// behind the interpreter's name.
	PathSuffix = "._pth"
)

// The environment variables that are ours.
const (
	// CommandVar makes a bundle say something about itself and exit: info, verify.
	CommandVar = "HERMETIC_PYTHON"
	// CacheVar is the first directory in which anything is made.
	CacheVar = "HERMETIC_PYTHON_CACHE"
	// BundleVar tells the runtime which file has the program.
	BundleVar = "HERMETIC_PYTHON_BUNDLE"
	// TraceVar is the file to which each start appends when its phases ended.
	TraceVar = "HERMETIC_PYTHON_TRACE"
)

// FaultStatus is the exit status of whatever keeps a bundle from starting, and
// FaultPrefix what its one line begins with.
const (
	FaultStatus = 125
	FaultPrefix = "hermetic_python: "
)

// Variable is a variable of the environment, or all with a prefix, that no
// interpreter gets.
type Variable struct {
	// Prefix is the name with "=", or what names begin with.
	Prefix string
	// Early is set where the variable has had its effect on a process when its
	// first instruction runs.
	Early bool
}

// Variables are those by which the C library and the dynamic loader let
// themselves be told what to load or how to behave. Those of Python itself are
// the bootstrap's matter, for a bundle may inherit some of them.
var Variables = []Variable{
	{"LD_", true},
	{"GLIBC_TUNABLES=", true},
	{"MALLOC_", true},
	{"GCONV_PATH=", false},
	{"LOCPATH=", false},
	{"NLSPATH=", false},
}
