package launch

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
)

// trace is the phases of a start. The runtime goes on with a line of the same
// process and by the same clock.
type trace struct {
	path   string // "" for none
	phases []string
}

func newTrace(environ []string) *trace {
	path := getenv(environ, contract.TraceVar)
	if dir := getenv(environ, "TEST_UNDECLARED_OUTPUTS_DIR"); path != "" && dir != "" && !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return &trace{path: path}
}

// mark says that a phase has ended.
func (t *trace) mark(phase string) {
	if t.path != "" {
		t.phases = append(t.phases, strconv.Quote(phase)+": "+strconv.FormatInt(monotonic(), 10))
	}
}

// write appends the line. A trace that cannot be written keeps nothing from
// starting, and the runtime says what is wrong with the file.
func (t *trace) write(label string) {
	if t.path == "" {
		return
	}
	f, err := os.OpenFile(t.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return
	}
	_, _ = f.WriteString(`{"label": ` + strconv.Quote(label) + `, "pid": ` + strconv.Itoa(os.Getpid()) +
		`, "phases": {` + strings.Join(t.phases, ", ") + "}}\n")
	_ = f.Close()
}

// monotonic returns the time of the clock that Python's perf_counter has.
func monotonic() int64 {
	const clockMonotonic = 1
	var ts syscall.Timespec
	_, _, _ = syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&ts)), 0)
	return ts.Nano()
}
