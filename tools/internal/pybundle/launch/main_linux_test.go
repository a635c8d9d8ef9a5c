package launch_test

import (
	"debug/elf"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/launch"
)

// TestMain makes the test binary play all parts. What it is follows from what
// stands behind it: with a runtime it is the stem of a bundle, with a standard
// library it is the interpreter. So tests need no other program, no CPython and
// no compiler, and start what users start: a file.
func TestMain(m *testing.M) {
	switch role() {
	case "stem":
		os.Exit(launch.Main(os.Args, os.Environ(), os.Stdout, os.Stderr))
	case "interpreter":
		os.Exit(interpret())
	}
	if len(os.Args) == 3 && os.Args[1] == namespaceArgument {
		os.Exit(enterNamespace(os.Args[2]))
	}
	m.Run()
}

func role() string {
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		// Without /proc, only the interpreter has been told of a bundle.
		if os.Getenv("HERMETIC_PYTHON_BUNDLE") != "" {
			return "interpreter"
		}
		return "stem"
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() <= programEnd(f) {
		return ""
	}
	b, err := hpa.Open(f, info.Size(), hpa.META)
	if err == nil && len(b.Archives) == 1 && b.Archives[0].Meta["kind"] == "stdlib" {
		return "interpreter"
	}
	return "stem" // perhaps a damaged one
}

// programEnd returns how long the test binary was before anything was appended.
func programEnd(f *os.File) int64 {
	program, err := elf.NewFile(f)
	if err != nil {
		panic(err)
	}
	var end int64
	for _, s := range program.Sections {
		if s.Type != elf.SHT_NOBITS {
			end = max(end, int64(s.Offset+s.FileSize))
		}
	}
	// The table of sections may stand behind them: an entry has 64 bytes.
	head := make([]byte, 48)
	if _, err := f.ReadAt(head, 0); err != nil {
		panic(err)
	}
	return max(end, int64(binary.LittleEndian.Uint64(head[40:]))+int64(len(program.Sections))*64)
}

// report is what the interpreter of these tests says about its start.
type report struct {
	PID     int
	Exe     string
	Args    []string
	Environ []string
}

func (r *report) getenv(name string) (string, bool) {
	for _, entry := range r.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

// interpret is the interpreter of these tests. Its last argument may tell what to
// do besides reporting.
func interpret() int {
	exe, _ := os.Readlink("/proc/self/exe")
	text, err := json.Marshal(report{os.Getpid(), exe, os.Args, os.Environ()})
	if err != nil {
		return 99
	}
	fmt.Println(string(text))
	switch os.Args[len(os.Args)-1] {
	case "exit 7":
		return 7
	case "die":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	return 0
}
