//go:build linux

package bootstrap

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// maker is a call of bazelw that has begun to make the private root.
type maker struct {
	*exec.Cmd
	work   string
	stderr *bytes.Buffer
}

// newDebian returns a Debian machine's folder and environment.
func newDebian(t *testing.T) (work string, env []string) {
	t.Helper()
	work = t.TempDir()
	env, err := newMachine(work)
	if err != nil {
		t.Fatal(err)
	}
	path := strings.Join([]string{filepath.Join(work, "testdata", "debian"), filepath.Join(work, "host")}, ":")
	return work, append(env, "PATH="+path)
}

// start starts bazelw.
func start(t *testing.T, work string, env ...string) *maker {
	t.Helper()
	m := &maker{exec.Command(filepath.Join(work, "check out", "bazelw"), "build"), work, new(bytes.Buffer)}
	m.Env, m.Dir, m.Stderr = env, work, m.stderr
	if err := m.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Process.Kill() })
	return m
}

// calls is what the fakes noted so far.
func (m *maker) calls(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(m.work, "calls"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// waitForCall waits until a fake was called.
func (m *maker) waitForCall(t *testing.T, call string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(m.calls(t), call); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no call of %s; got:\n%s%s", call, m.calls(t), m.stderr)
		}
	}
}

// exitCode waits for the end. In between, no signal can have ended bazelw itself: it handles those of the tests.
func (m *maker) exitCode() int {
	_ = m.Wait()
	return m.ProcessState.ExitCode()
}

func TestInterrupted(t *testing.T) {
	for _, test := range []struct {
		name   string
		signal syscall.Signal
		code   int
	}{
		{"by the keyboard", syscall.SIGINT, 130},
		{"by another process", syscall.SIGTERM, 143},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			work, env := newDebian(t)
			m := start(t, work, append(env, "MMDEBSTRAP=slow")...)
			m.waitForCall(t, "mmdebstrap --")
			if err := m.Process.Signal(test.signal); err != nil {
				t.Fatal(err)
			}
			if got := m.exitCode(); got != test.code {
				t.Errorf("got exit code %d, want %d\n%s", got, test.code, m.stderr)
			}
			if !strings.Contains(m.calls(t), "mmdebstrap ended") {
				t.Error("mmdebstrap still runs")
			}
			left, err := filepath.Glob(filepath.Join(work, "home", ".cache", "rules_idk", "root-*"))
			if err != nil || len(left) > 0 {
				t.Errorf("got %q (%v) left behind, want nothing", left, err)
			}

			again := start(t, work, env...)
			if got := again.exitCode(); got != 0 {
				t.Errorf("the next time: got exit code %d, want 0\n%s", got, again.stderr)
			}
		})
	}
}

func TestTwoAtATime(t *testing.T) {
	t.Parallel()
	work, env := newDebian(t)
	first := start(t, work, append(env, "MMDEBSTRAP=seen")...)
	first.waitForCall(t, "mmdebstrap --")
	second := start(t, work, env...)
	for name, m := range map[string]*maker{"first": first, "second": second} {
		if got := m.exitCode(); got != 0 {
			t.Errorf("the %s: got exit code %d, want 0\n%s", name, got, m.stderr)
		}
	}
	if !strings.Contains(second.stderr.String(), "waiting for another bazelw") {
		t.Errorf("the second does not wait:\n%s", second.stderr)
	}
	if got := strings.Count(first.calls(t), "mmdebstrap --"); got != 1 {
		t.Errorf("got %d roots made, want 1", got)
	}
}
