package launch

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

const procSelf = "/proc/self/exe"

var errNoSelf = errors.New("this program cannot find its own file")

// self returns the path of the file of this process, as the caller knew it, and
// opens it. A test is often reached through a link that leads out of its sandbox,
// so the name that the caller used counts, as long as it is the same file.
func self(argv0 string) (string, *os.File, error) {
	var exe syscall.Stat_t
	known := syscall.Stat(procSelf, &exe) == nil
	names := []string{argv0, executedName()}
	if argv0 != "" && !strings.Contains(argv0, "/") {
		names[0] = "" // a word that was looked up in PATH, or anything at all
	}
	if known {
		if target, err := os.Readlink(procSelf); err == nil {
			names = append(names, target)
		}
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		path, err := filepath.Abs(name)
		if err != nil {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		var st syscall.Stat_t
		if !known || syscall.Fstat(int(f.Fd()), &st) == nil && st.Dev == exe.Dev && st.Ino == exe.Ino {
			return path, f, nil
		}
		_ = f.Close()
	}
	if !known {
		return "", nil, &Fault{argv0, errNoSelf, "mount /proc, or start it by its path"}
	}
	// The file has no name any more. Whoever comes after us finds it open.
	f, err := os.Open(procSelf)
	if err != nil {
		return "", nil, &Fault{argv0, err, "mount /proc, or start it by its path"}
	}
	fd, err := syscall.Dup(int(f.Fd())) // without close-on-exec
	if err != nil {
		return "", nil, &Fault{argv0, err, "let it open more files"}
	}
	return "/proc/self/fd/" + strconv.Itoa(fd), f, nil
}

// runtimeAuxv is what the kernel told the process when it started. Packages of
// golang.org/x/sys use it, too.
//
//go:linkname runtimeAuxv runtime.getAuxv
func runtimeAuxv() []uintptr

// executedName returns the path that the kernel was asked to execute, which is
// known without /proc.
func executedName() string {
	const executed = 31 // AT_EXECFN
	auxv := runtimeAuxv()
	for i := 0; i+1 < len(auxv); i += 2 {
		if auxv[i] != executed || auxv[i+1] == 0 {
			continue
		}
		start := *(**byte)(unsafe.Pointer(&auxv[i+1]))
		n := 0
		for *(*byte)(unsafe.Add(unsafe.Pointer(start), n)) != 0 {
			n++
		}
		return string(unsafe.Slice(start, n))
	}
	return ""
}
