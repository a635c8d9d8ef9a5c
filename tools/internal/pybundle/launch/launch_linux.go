package launch

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// Why a runtime is not unpacked to memory.
var (
	errNotMemory = errors.New("a runtime of several files cannot be there")
	errNoProc    = errors.New("nothing can be executed from there without /proc")
)

// Main starts the bundle whose first bytes this program is. It comes back only
// with the exit status of a fault, or of a question about the bundle.
func Main(args, environ []string, stdout, stderr io.Writer) int {
	debug.SetGCPercent(-1) // the process lasts for some milliseconds
	l := &launcher{
		args: args, environ: environ, stdout: stdout, uid: uint32(os.Geteuid()),
		lockLimit: lockLimit, trace: newTrace(environ),
	}
	l.trace.mark("stem")
	err := l.run()
	if err == nil {
		return 0
	}
	var fault *Fault
	if !errors.As(err, &fault) {
		fault = &Fault{File: l.path, Err: err}
	}
	_, _ = io.WriteString(stderr, fault.Error()+"\n")
	return contract.FaultStatus
}

// launcher is one start.
type launcher struct {
	args, environ []string
	stdout        io.Writer
	uid           uint32
	lockLimit     time.Duration
	trace         *trace

	path    string // of the bundle
	file    *os.File
	chain   *hpa.Bundle
	payload *payload
	// program is the archive with what to run, nil for a runtime alone.
	program *hpa.Archive
}

func (l *launcher) run() error {
	argv0 := ""
	if len(l.args) > 0 {
		argv0 = l.args[0]
	}
	var err error
	if l.path, l.file, err = self(argv0); err != nil {
		return err
	}
	if err := l.open(); err != nil {
		return err
	}
	l.trace.mark("opened")
	// Other commands are for the runtime, which says that there are none.
	switch getenv(l.environ, contract.CommandVar) {
	case "info":
		return l.info()
	case "verify":
		return l.verify()
	}
	return l.start()
}

// open reads what the file says about its archives.
func (l *launcher) open() error {
	st, err := l.file.Stat()
	if err != nil {
		return &Fault{l.path, cause(err), "build or copy it again"}
	}
	if l.chain, err = hpa.Chain(l.file, st.Size()); err != nil {
		return l.damaged(err)
	}
	archives := l.chain.Archives
	i := slices.IndexFunc(archives, func(a *hpa.Archive) bool { return a.Flags&hpa.FlagRuntime != 0 })
	if i < 0 {
		return &Fault{l.path, errors.New("there is no runtime of Python in it"), "build it with form = \"packed\""}
	}
	if err := archives[i].ReadIndex(hpa.META, hpa.FILE, hpa.BLOB); err != nil {
		return l.damaged(err)
	}
	if l.payload, err = readPayload(archives[i]); err != nil {
		return l.damaged(err)
	}
	if last := archives[len(archives)-1]; i != len(archives)-1 {
		if last.Runtime != archives[i].Runtime && last.Runtime != [24]byte{} {
			return &Fault{l.path, errors.New("the runtime in it is not the one that the program was built for"), "build it again"}
		}
		if err := last.ReadIndex(hpa.META); err != nil {
			return l.damaged(err)
		}
		l.program = last
	}
	return nil
}

func (l *launcher) damaged(err error) error {
	return &Fault{l.path, err, "build or copy it again"}
}

// start executes the runtime from the first place where that is possible.
func (l *launcher) start() error {
	argv, environ := l.arguments(), l.environment()
	var refused []string
	for _, place := range places(l.environ) {
		path, err := l.provide(place)
		if err == nil {
			if !l.payload.single {
				argv[0] = path
			}
			l.trace.write(l.label())
			err = syscall.Exec(path, argv, environ)
			if fault := l.notThePlace(path, err); fault != nil {
				return fault
			}
		}
		var d *damage
		if errors.As(err, &d) {
			return l.damaged(err)
		}
		name := place.dir
		if name == "" {
			name = place.source
		}
		refused = append(refused, name+" ("+cause(err).Error()+")")
	}
	return &Fault{
		l.path, errors.New("there is no place for its runtime: " + strings.Join(refused, ", ")),
		"set " + contract.CacheVar + " to a directory of your own that has room and is not mounted noexec",
	}
}

// notThePlace returns the fault if it is not the place that keeps the runtime from
// being executed: no other one would help.
func (l *launcher) notThePlace(path string, err error) error {
	switch err {
	case syscall.ENOENT:
		if isFile(path) {
			return &Fault{path, errors.New("the dynamic loader that it needs is not on this system"), "use a system with glibc"}
		}
	case syscall.E2BIG:
		return &Fault{l.path, errors.New("the arguments and the environment are too long"), "pass less"}
	case syscall.ENOEXEC, syscall.ELIBBAD:
		return &Fault{l.path, errors.New("its runtime is for another processor"), "build it for this platform"}
	case syscall.ENOMEM, syscall.EAGAIN:
		return &Fault{l.path, err, "start it when there is more memory and fewer processes"}
	}
	return nil
}

func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// provide returns the path of what to execute, once it is at a place.
func (l *launcher) provide(p place) (string, error) {
	if p.dir == "" {
		return inMemory(l.payload, l.file)
	}
	c, err := openCache(p, l.uid)
	if err != nil {
		return "", err
	}
	if !c.has(l.payload) {
		if err := c.executable(); err != nil {
			return "", err
		}
		if err := c.publish(l.payload, l.file, l.lockLimit); err != nil {
			return "", err
		}
		l.trace.mark("unpacked")
	}
	if l.payload.single {
		return c.path(l.payload.digest), nil
	}
	return filepath.Join(c.path(l.payload.digest), l.payload.interpreter), nil
}

// arguments returns those of the interpreter. One that is a single file decides
// by its name what to do, so the name is the caller's; a tree must be told, and
// finds its modules by the path that it is called by.
func (l *launcher) arguments() []string {
	args := l.args
	if len(args) == 0 {
		args = []string{l.path}
	}
	if l.payload.single {
		return args
	}
	argv := []string{args[0]}
	if !isInterpreter(filepath.Base(args[0])) {
		argv = append(argv, contract.StartArgs()...)
	}
	return append(argv, args[1:]...)
}

// isInterpreter says whether a program of this name is Python itself: a test may
// be called python3_works.
func isInterpreter(name string) bool {
	version, ok := strings.CutPrefix(name, "python3")
	return ok && strings.Trim(version, ".0123456789") == ""
}

// label returns the name of the program, for people.
func (l *launcher) label() string {
	if l.program == nil {
		return ""
	}
	return l.program.Meta.Text("label")
}

func (l *launcher) environment() []string {
	var inherit []string
	bundle := ""
	if l.program != nil {
		bundle = l.path
		inherit = l.program.Meta.Texts("env_inherit")
	}
	return clean(l.environ, inherit, bundle)
}
