package stub

import (
	"encoding/binary"
	"fmt"
	"path"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub/asm"
)

// Config says where a stub looks for its runtime and how it starts it.
type Config struct {
	// Runtime is the rlocation path of what becomes of the process:
	// "_main/rt/runtime.bin", or "_main/rt.tree/bin/python3.14".
	Runtime string
	// Bundle is the rlocation path of the stub itself, "_main/pkg/test": it
	// gives the way up to the root of the runfiles.
	Bundle string
	// Args follow argv[0]; the arguments of the caller come behind them.
	Args []string
	// Argv0 is the new argv[0]; "" keeps that of the caller, RuntimePath is where
	// the runtime was found.
	Argv0 string
}

// RuntimePath as Argv0 is for interpreters that look for their library from
// argv[0]: with a mere name they would search PATH, and find one of the host's.
const RuntimePath = "/"

// Bases of the places that are searched, as offsets of the frame in
// asm/launch_amd64.s.
const (
	executable = 0  // the path of the stub
	directory  = 16 // its directory, with the slash
	runfiles   = 32 // RUNFILES_DIR
	testSrc    = 48 // TEST_SRCDIR

	endOfCandidates = 0xff
)

// maxPath is what the buffers of the code hold besides a base.
const maxPath = 4000

// Build returns a program for Linux on x86-64. The places it searches, each
// first by the name it was called by and then by the file it is in:
//
//   - <stub>.runfiles/<Runtime>
//   - the runfiles root that Bundle tells, if the stub lies in a runfiles tree
//   - $RUNFILES_DIR/<Runtime> and $TEST_SRCDIR/<Runtime>
//   - beside the stub: the file, or for <dir>/bin/<file> that directory
//
// It tells the runtime the path of the bundle in HERMETIC_PYTHON_BUNDLE. Where
// none of the places has a runtime it exits with 125 and says where it looked.
func Build(c Config) ([]byte, error) {
	for _, p := range []string{c.Runtime, c.Bundle} {
		if err := checkRlocation(p); err != nil {
			return nil, err
		}
	}
	for _, arg := range append([]string{c.Argv0}, c.Args...) {
		if strings.ContainsRune(arg, 0) {
			return nil, fmt.Errorf("argument %q has a zero byte", arg)
		}
	}
	up := strings.Repeat("../", strings.Count(c.Bundle, "/"))

	t := &table{fields: make([]uint32, 12)}
	switch c.Argv0 {
	case "":
	case RuntimePath:
		t.fields[0] = 1
	default:
		t.fields[0] = t.text(c.Argv0)
	}
	t.fields[1] = t.offset()
	for _, arg := range c.Args {
		t.text(arg)
	}
	t.fields[2] = uint32(len(c.Args))
	t.fields[3] = t.bytes(environment())
	t.fields[4] = t.candidates([]candidate{
		{executable, ".runfiles/" + c.Runtime},
		{directory, up + c.Runtime},
		{runfiles, "/" + c.Runtime},
		{testSrc, "/" + c.Runtime},
		{directory, beside(c.Runtime)},
	})
	t.fields[5] = t.text(contract.BundleVar + "=")
	t.fields[6] = t.text("/proc/self/exe")
	t.fields[7] = t.text(contract.FaultPrefix)
	t.fields[8] = t.text(": the Python runtime cannot be started from any of")
	t.fields[9] = t.text(" ")
	t.fields[10] = t.text(" (there, but refused)")
	t.fields[11] = t.text("; set RUNFILES_DIR to the directory that has " + c.Runtime + "\n")
	return program(append(code(launchText, asm.LaunchTable), t.build()...)), nil
}

// environment returns the rules of the environment: those of all, the variable
// that the stub sets, and those that tell of runfiles.
func environment() []byte {
	b := appendRules(nil)
	b = appendRule(b, byte(remove), contract.BundleVar+"=")
	b = appendRule(b, runfiles, "RUNFILES_DIR=")
	b = appendRule(b, testSrc, "TEST_SRCDIR=")
	return append(b, 0)
}

// beside returns what lies in the stub's directory when somebody has moved the
// stub and its runtime there.
func beside(runtime string) string {
	dir, file := path.Split(runtime)
	if parent, bin := path.Split(strings.TrimSuffix(dir, "/")); bin == "bin" && parent != "" {
		return path.Join(path.Base(parent), bin, file)
	}
	return file
}

func checkRlocation(p string) error {
	if p == "" || p != path.Clean(p) || path.IsAbs(p) || strings.HasPrefix(p, "../") || p == ".." || p == "." {
		return fmt.Errorf("%q is not an rlocation path", p)
	}
	if len(p) > maxPath || strings.ContainsRune(p, 0) {
		return fmt.Errorf("the rlocation path %.40q… cannot be the name of a file", p)
	}
	return nil
}

type candidate struct {
	base   uint32
	suffix string
}

// table is the data of a stub: fields, and behind them what they point at.
type table struct {
	fields []uint32
	data   []byte
}

func (t *table) offset() uint32 { return uint32(4*len(t.fields) + len(t.data)) }

func (t *table) bytes(b []byte) uint32 {
	at := t.offset()
	t.data = append(t.data, b...)
	return at
}

func (t *table) text(s string) uint32 { return t.bytes(append([]byte(s), 0)) }

func (t *table) candidates(list []candidate) uint32 {
	pairs := make([]uint32, 0, 2*len(list)+1)
	for _, c := range list {
		pairs = append(pairs, c.base, t.text(c.suffix))
	}
	return t.bytes(words(append(pairs, endOfCandidates)))
}

func (t *table) build() []byte { return append(words(t.fields), t.data...) }

func words(list []uint32) []byte {
	var b []byte
	for _, w := range list {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}
