package launch_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// namespaceArgument makes the test binary enter a namespace before it starts a
// bundle.
const namespaceArgument = "-start-in-namespace"

// scene is a start in a mount namespace: file systems that fail.
type scene struct {
	Mounts []mount
	Path   string
	Argv0  string // "" for the path
	Args   []string
	Env    []string
	// Starts is how often the bundle is started, 0 for once.
	Starts int
	// Freeze makes all mounts read-only before the last start.
	Freeze bool
	// List names a directory whose files are listed in the end.
	List string
}

// mount is a step on the way.
type mount struct {
	// Kind is "tmpfs", or "read-only" for what is there already.
	Kind, Dir, Options string
	Flags              uintptr
}

// readOnlySystem takes away the temporary directories that every system has.
func readOnlySystem() []mount {
	return []mount{{Kind: "read-only", Dir: "/tmp"}, {Kind: "read-only", Dir: "/var/tmp"}}
}

// needNamespace skips a test where mounting is not allowed, as in the sandbox of a
// build.
func needNamespace(t *testing.T) {
	t.Helper()
	if reason := noNamespace(); reason != nil {
		t.Skipf("a user and mount namespace is needed, and there is none: %v", reason)
	}
}

var noNamespace = sync.OnceValue(func() error {
	cmd := namespaced(scene{Path: "/proc/self/exe", Mounts: []mount{{Kind: "tmpfs", Dir: "/tmp"}}, Starts: -1})
	text, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w %s", err, strings.TrimSpace(string(text)))
	}
	return nil
})

func namespaced(s scene) *exec.Cmd {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	cmd := exec.Command("/proc/self/exe", namespaceArgument, string(text))
	cmd.Env = []string{} // Bazel's would make the test binary wrap itself
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	return cmd
}

// inNamespace plays a scene. It returns the last start and the files of the
// directory that was to be listed.
func inNamespace(t *testing.T, s scene) (o outcome, files []string) {
	t.Helper()
	needNamespace(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := namespaced(s)
	cmd.ExtraFiles = []*os.File{w}
	listed := make(chan []byte, 1)
	go func() {
		text, _ := io.ReadAll(r)
		listed <- text
	}()
	o = start(t, cmd)
	_ = w.Close()
	return o, strings.Fields(string(<-listed))
}

// enterNamespace is the other side.
func enterNamespace(text string) int {
	var s scene
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	if err := s.play(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	return 0
}

func (s *scene) play() error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	for _, m := range s.Mounts {
		if err := m.do(); err != nil {
			return fmt.Errorf("mount %s: %w", m.Dir, err)
		}
	}
	var last error
	for i := range max(s.Starts, 1) {
		if s.Starts < 0 {
			break
		}
		final := i == max(s.Starts, 1)-1
		if final && s.Freeze {
			for _, m := range s.Mounts {
				if err := readOnly(m.Dir); err != nil {
					return fmt.Errorf("make %s read-only: %w", m.Dir, err)
				}
			}
		}
		cmd := exec.Command(s.Path, s.Args...)
		if s.Argv0 != "" {
			cmd.Args[0] = s.Argv0
		}
		cmd.Env = append([]string{}, s.Env...)
		cmd.Stderr = os.Stderr
		if final {
			cmd.Stdout = os.Stdout
		}
		last = cmd.Run()
	}
	if s.List != "" {
		out := os.NewFile(3, "list")
		_ = filepath.WalkDir(s.List, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				fmt.Fprintln(out, path)
			}
			return nil
		})
	}
	return last
}

func (m *mount) do() error {
	if m.Kind == "read-only" {
		if err := syscall.Mount(m.Dir, m.Dir, "", syscall.MS_BIND|syscall.MS_REC, ""); err != nil {
			return err
		}
		return readOnly(m.Dir)
	}
	return syscall.Mount("tmpfs", m.Dir, "tmpfs", m.Flags, m.Options)
}

// readOnly changes a mount. Its other flags must be repeated: a user namespace may
// add restrictions, and not take any away.
func readOnly(dir string) error {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return err
	}
	flags := uintptr(st.Flags) & (syscall.MS_NOSUID | syscall.MS_NODEV | syscall.MS_NOEXEC | syscall.MS_NOATIME | syscall.MS_NODIRATIME)
	const relatime = 0x1000 // ST_RELATIME
	if st.Flags&relatime != 0 {
		flags |= syscall.MS_RELATIME
	}
	return syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY|flags, "")
}
