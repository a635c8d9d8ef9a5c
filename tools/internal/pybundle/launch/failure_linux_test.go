package launch_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/pack"
)

// These tests are the table of failures of the specification, a row each.

func TestReadOnlyDirectoryLeadsToTheNextPlace(t *testing.T) {
	path, dir, next := fileBundle(t), t.TempDir(), t.TempDir()
	o, _ := inNamespace(t, scene{
		Mounts: []mount{{Kind: "tmpfs", Dir: dir, Flags: syscall.MS_RDONLY}},
		Path:   path, Env: []string{"HERMETIC_PYTHON_CACHE=" + dir, "XDG_CACHE_HOME=" + next},
	})
	r := wantStarted(t, o)
	if entry := wantEntry(t, next); r.Exe != entry {
		t.Errorf("got interpreter %s, want %s", r.Exe, entry)
	}
}

func TestEntryOfADirectoryThatBecameReadOnlyIsUsed(t *testing.T) {
	path, dir := fileBundle(t), t.TempDir()
	o, _ := inNamespace(t, scene{
		Mounts: []mount{{Kind: "tmpfs", Dir: dir}}, Starts: 2, Freeze: true,
		Path: path, Env: []string{"HERMETIC_PYTHON_CACHE=" + dir},
	})
	if r := wantStarted(t, o); !strings.HasPrefix(r.Exe, dir+"/") {
		t.Errorf("got interpreter %s, want one in %s", r.Exe, dir)
	}
}

func TestNoexecLeadsToTheNextPlace(t *testing.T) {
	path, dir, next := fileBundle(t), t.TempDir(), t.TempDir()
	o, files := inNamespace(t, scene{
		Mounts: []mount{{Kind: "tmpfs", Dir: dir, Flags: syscall.MS_NOEXEC}},
		Path:   path, Env: []string{"HERMETIC_PYTHON_CACHE=" + dir, "XDG_CACHE_HOME=" + next}, List: dir,
	})
	r := wantStarted(t, o)
	if entry := wantEntry(t, next); r.Exe != entry {
		t.Errorf("got interpreter %s, want %s", r.Exe, entry)
	}
	if len(files) != 0 {
		t.Errorf("got %q, want nothing where nothing can be executed", files)
	}
}

func TestFullDiskLeadsToTheNextPlace(t *testing.T) {
	for name, make := range map[string]func(testing.TB) string{"file": fileBundle, "tree": treeBundle} {
		// At the second size, the first frames have room.
		for _, size := range []string{"64k", "5m"} {
			t.Run(name+" "+size, func(t *testing.T) {
				path, dir, next := make(t), t.TempDir(), t.TempDir()
				o, files := inNamespace(t, scene{
					Mounts: []mount{{Kind: "tmpfs", Dir: dir, Options: "size=" + size}},
					Path:   path, Env: []string{"HERMETIC_PYTHON_CACHE=" + dir, "XDG_CACHE_HOME=" + next}, List: dir,
				})
				r := wantStarted(t, o)
				if entry := wantEntry(t, next); !strings.HasPrefix(r.Exe, entry) {
					t.Errorf("got interpreter %s, want %s", r.Exe, entry)
				}
				for _, f := range files {
					if !strings.HasSuffix(f, ".lock") {
						t.Errorf("got %s, want nothing left on the full disk", f)
					}
				}
			})
		}
	}
}

func TestMemoryIsTheLastPlace(t *testing.T) {
	dir := t.TempDir()
	o, _ := inNamespace(t, scene{
		Mounts: append(readOnlySystem(), mount{Kind: "tmpfs", Dir: dir, Options: "size=64k"}),
		Path:   fileBundle(t), Env: []string{"HERMETIC_PYTHON_CACHE=" + dir}, Args: []string{"--flag"},
	})
	if r := wantStarted(t, o); !strings.Contains(r.Exe, "memfd:") || r.Args[1] != "--flag" {
		t.Errorf("got %+v, want an interpreter in memory", r)
	}
}

func TestMemoryNeedsProc(t *testing.T) {
	o, _ := inNamespace(t, scene{Mounts: append(readOnlySystem(), mount{Kind: "tmpfs", Dir: "/proc"}), Path: fileBundle(t)})
	wantFault(t, o, "memory (nothing can be executed from there without /proc)")
}

func TestNoPlaceAtAll(t *testing.T) {
	dir := t.TempDir()
	o, files := inNamespace(t, scene{
		Mounts: append(readOnlySystem(), mount{Kind: "tmpfs", Dir: dir, Options: "size=64k"}),
		Path:   treeBundle(t), Env: []string{"HERMETIC_PYTHON_CACHE=" + dir, "HOME=relative"}, List: dir,
	})
	wantFault(t, o, "/test: ", dir+" (no space left on device)", "/tmp (read-only file system)", "/var/tmp (read-only file system)",
		"memory (", "; set HERMETIC_PYTHON_CACHE to a directory")
	for _, f := range files {
		if !strings.HasSuffix(f, ".lock") {
			t.Errorf("got %s, want nothing left", f)
		}
	}
}

// A kill leaves at most a part that nobody looks at, at whatever point it comes.
func TestKillWhileUnpacking(t *testing.T) {
	for name, make := range map[string]func(testing.TB) string{"file": fileBundle, "tree": treeBundle} {
		t.Run(name, func(t *testing.T) {
			s := startOnce(t, make)
			killed := 0
			for range 40 {
				if err := os.RemoveAll(s.entry); err != nil {
					t.Fatal(err)
				}
				if unpackAndKill(t, command(s.path, s.env), s.cache) {
					killed++
				}
				if entries, _ := contents(t, s.cache); len(entries) != 0 && treeHash(t, entries[0]) != s.good {
					t.Fatal("an entry is there that is not whole")
				}
				if r := wantStarted(t, start(t, command(s.path, s.env))); !strings.HasPrefix(r.Exe, s.entry) || treeHash(t, s.entry) != s.good {
					t.Fatalf("the start after a kill executed %s", r.Exe)
				}
			}
			_, parts := contents(t, s.cache)
			t.Logf("%d of 40 starts were killed, %d of them left a part", killed, len(parts))
			sweep(t, s.path, s.env, s.cache, s.entry, parts)
		})
	}
}

// unpackAndKill starts a bundle and kills it when it has begun to unpack, some
// time later. It reports whether it came in time.
func unpackAndKill(t *testing.T, cmd *exec.Cmd, cache string) bool {
	t.Helper()
	_, before := contents(t, cache)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case <-ended:
			return false
		default:
		}
		entries, parts := contents(t, cache)
		if len(entries) != 0 || len(parts) > len(before) {
			break
		}
	}
	time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
	_ = cmd.Process.Kill()
	<-ended
	return cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled()
}

// sweep checks that parts are removed when they are old, and not before.
func sweep(t *testing.T, path string, env []string, cache, entry string, parts []string) {
	t.Helper()
	dir := filepath.Join(filepath.Dir(entry), ".part-old")
	young := filepath.Join(filepath.Dir(entry), ".part-young")
	other := filepath.Join(filepath.Dir(entry), "part-of-something-else")
	for _, d := range []string{filepath.Join(dir, "sub"), young, other} {
		makeDir(t, d, 0o500)
	}
	makeDir(t, dir, 0o500) // nothing in it can be removed before that is changed
	past := time.Now().Add(-61 * time.Minute)
	for _, p := range append(parts, dir, other) {
		if err := os.Chtimes(p, past, past); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(entry); err != nil {
		t.Fatal(err)
	}
	wantStarted(t, start(t, command(path, env)))
	entries, parts := contents(t, cache)
	if len(parts) != 1 || parts[0] != young || !slices.Contains(entries, other) {
		t.Errorf("got parts %q and entries %q, want the old parts removed and nothing else", parts, entries)
	}
}

// Of many first starts, one does the work, and all succeed (trap 13).
func TestTwoHundredFirstStarts(t *testing.T) {
	for name, make := range map[string]func(testing.TB) string{"file": fileBundle, "tree": treeBundle} {
		t.Run(name, func(t *testing.T) {
			const starts = 200
			path, cache := make(t), t.TempDir()
			// The directory must be there to be watched.
			own := filepath.Join(cache, fmt.Sprintf("hermetic_python-%d", os.Geteuid()))
			if err := os.Mkdir(own, 0o700); err != nil {
				t.Fatal(err)
			}
			created := watch(t, own)
			begin := time.Now()
			outcomes := together(t, starts, func() outcome { return start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + cache})) })
			took := time.Since(begin)
			entry := wantEntry(t, cache)
			for _, o := range outcomes {
				if r := wantStarted(t, o); !strings.HasPrefix(r.Exe, entry) {
					t.Errorf("got interpreter %s, want %s", r.Exe, entry)
				}
			}
			parts := 0
			for _, name := range created() {
				if strings.HasPrefix(name, ".part-") {
					parts++
				}
			}
			// Whoever has waited for half a minute stops waiting.
			if parts != 1 && took < 30*time.Second {
				t.Errorf("got %d unpackings, want 1", parts)
			}
		})
	}
}

// together calls a function in many goroutines that begin at once.
func together(t *testing.T, n int, do func() outcome) []outcome {
	t.Helper()
	outcomes := make([]outcome, n)
	var ready, all sync.WaitGroup
	ready.Add(n)
	for i := range n {
		all.Go(func() {
			ready.Done()
			ready.Wait()
			outcomes[i] = do()
		})
	}
	all.Wait()
	return outcomes
}

// watch returns what tells the names that were made in a directory since.
func watch(t *testing.T, dir string) (created func() []string) {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_NONBLOCK | syscall.IN_CLOEXEC)
	if err != nil {
		t.Skipf("directories cannot be watched here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if _, err := syscall.InotifyAddWatch(fd, dir, syscall.IN_CREATE); err != nil {
		t.Skipf("directories cannot be watched here: %v", err)
	}
	return func() []string {
		var names []string
		buf := make([]byte, 64<<10)
		for {
			n, err := syscall.Read(fd, buf)
			if n <= 0 || err != nil {
				return names
			}
			for event := buf[:n]; len(event) >= syscall.SizeofInotifyEvent; {
				length := binary.NativeEndian.Uint32(event[unsafe.Offsetof(syscall.InotifyEvent{}.Len):])
				name := event[syscall.SizeofInotifyEvent : syscall.SizeofInotifyEvent+length]
				names = append(names, string(bytes.TrimRight(name, "\x00")))
				event = event[syscall.SizeofInotifyEvent+length:]
			}
		}
	}
}

// Whatever byte of the archives is another one, a start publishes nothing or what
// it should.
func TestChangedBytes(t *testing.T) {
	for name, make := range map[string]func(testing.TB) string{"file": fileBundle, "tree": treeBundle} {
		t.Run(name, func(t *testing.T) {
			s := startOnce(t, make)
			content, err := os.ReadFile(s.path)
			if err != nil {
				t.Fatal(err)
			}
			b, err := hpa.Open(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				t.Fatal(err)
			}
			a := b.Archives[0]
			must := map[int64]bool{}
			// Each frame of each file, and what says where they are.
			for _, blob := range a.Blobs {
				for range 6 {
					if blob.StoredLen > 0 {
						must[a.Start+blob.Offset+rand.Int64N(blob.StoredLen)] = true
					}
				}
				must[a.Start+blob.Offset+max(blob.StoredLen-1, 0)] = true
			}
			for range 6 {
				must[a.Start+a.IndexOffset+rand.Int64N(a.IndexStored)] = true
				must[a.FileLen-1-rand.Int64N(hpa.TrailerSize)] = true
				must[int64(len(content))-1-rand.Int64N(hpa.TrailerSize)] = true
			}
			damaged := 0
			for at := range must {
				if err := os.RemoveAll(s.entry); err != nil {
					t.Fatal(err)
				}
				changed := slices.Clone(content)
				changed[at] ^= 1 << rand.IntN(8)
				// A new file: the old one may still be executed.
				o := start(t, command(write(t, filepath.Join(t.TempDir(), "test"), changed), s.env))
				if o.report != nil {
					// A bit that does not count, such as a reserved one of a header.
					if got := treeHash(t, wantEntry(t, s.cache)); got != s.good {
						t.Fatalf("byte %d: a runtime with other content was published", at)
					}
					continue
				}
				damaged++
				wantFault(t, o, "/test: ")
				wantNothing(t, s.cache)
			}
			t.Logf("%d of %d changes were damage", damaged, len(must))
			if damaged < len(must)/2 {
				t.Errorf("%d of %d changes were found", damaged, len(must))
			}
		})
	}
}

func TestCutAndExtendedFiles(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	env := []string{"HERMETIC_PYTHON_CACHE=" + cache}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := hpa.Chain(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	end := int64(len(content))
	for _, length := range []int64{
		end - 1, end - 64, end - hpa.TrailerSize, end - hpa.TrailerSize - 1,
		b.Archives[1].Start, b.Archives[0].FileLen - 1, b.Archives[0].Start + 4096,
	} {
		cut := write(t, filepath.Join(t.TempDir(), "test"), content[:length])
		wantFault(t, start(t, command(cut, env)), "; build or copy it again")
	}
	for _, more := range []string{"\n", strings.Repeat("x", 10_000)} {
		longer := write(t, filepath.Join(t.TempDir(), "test"), append(slices.Clone(content), more...))
		wantFault(t, start(t, command(longer, env)), "truncated or appended to")
	}
	wantNothing(t, cache)
}

func TestRuntimeOfAnotherProgram(t *testing.T) {
	cache := t.TempDir()
	path := write(t, filepath.Join(t.TempDir(), "test"), bundle(t, fastFile(), program(), [32]byte{1}))
	wantFault(t, start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + cache})), "not the one that the program was built for")
	wantNothing(t, cache)
}

func TestBundleWithoutRuntime(t *testing.T) {
	content := carrier(t)
	var out bytes.Buffer
	w := hpa.NewWriter(&out, int64(len(content)))
	if err := w.Close(hpa.Index{Meta: program()}, hpa.TrailerOptions{}); err != nil {
		t.Fatal(err)
	}
	path := write(t, filepath.Join(t.TempDir(), "test"), slices.Concat(content, out.Bytes()))
	wantFault(t, start(t, command(path, nil)), "there is no runtime of Python in it")
}

// A directory that others could write to is not used: the next place is.
func TestHostileDirectoryIsNotUsed(t *testing.T) {
	own := fmt.Sprintf("hermetic_python-%d", os.Geteuid())
	for name, prepare := range map[string]func(t *testing.T, place string){
		"cache that the group can write to": func(t *testing.T, place string) { makeDir(t, filepath.Join(place, own), 0o770) },
		"cache that all can write to":       func(t *testing.T, place string) { makeDir(t, filepath.Join(place, own), 0o707) },
		"cache that others can read":        func(t *testing.T, place string) { makeDir(t, filepath.Join(place, own), 0o755) },
		"cache that is a link": func(t *testing.T, place string) {
			if err := os.Symlink(t.TempDir(), filepath.Join(place, own)); err != nil {
				t.Fatal(err)
			}
		},
		"cache that is a dangling link": func(t *testing.T, place string) {
			if err := os.Symlink("/nowhere/at/all", filepath.Join(place, own)); err != nil {
				t.Fatal(err)
			}
		},
		"cache that is a file": func(t *testing.T, place string) { write(t, filepath.Join(place, own), nil) },
		"cache of somebody else": func(t *testing.T, place string) {
			makeDir(t, filepath.Join(place, own), 0o700)
			giveAway(t, filepath.Join(place, own))
		},
		"place that the group can write to": func(t *testing.T, place string) { makeDir(t, place, 0o770) },
		"place that all can write to":       func(t *testing.T, place string) { makeDir(t, place, 0o777) },
		"place of somebody else":            func(t *testing.T, place string) { giveAway(t, place) },
	} {
		t.Run(name, func(t *testing.T) {
			path, place, next := fileBundle(t), t.TempDir(), t.TempDir()
			prepare(t, place)
			r := wantStarted(t, start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + place, "XDG_CACHE_HOME=" + next})))
			if entry := wantEntry(t, next); r.Exe != entry {
				t.Errorf("got interpreter %s, want %s", r.Exe, entry)
			}
			wantNothing(t, place)
		})
	}
}

func TestSharedPlaceWithStickyBitIsUsed(t *testing.T) {
	path, place := fileBundle(t), t.TempDir()
	if err := os.Chmod(place, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	wantStarted(t, start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + place})))
	wantEntry(t, place)
}

// makeDir makes a directory with a mode, whatever the umask.
func makeDir(t *testing.T, dir string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, mode); err != nil {
		t.Fatal(err)
	}
}

// giveAway makes another user the owner, where that is allowed.
func giveAway(t *testing.T, path string) {
	t.Helper()
	if err := os.Lchown(path, 12345, 12345); err != nil {
		t.Skipf("only root can give files away: %v", err)
	}
}

// An entry that is not what it should be, as far as can be seen without reading
// it, is made anew.
func TestDamagedEntryIsMadeAnew(t *testing.T) {
	type damage = func(t *testing.T, entry, interpreter string)
	replace := func(t *testing.T, path string, with func()) {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		with()
	}
	both := map[string]damage{
		"shorter": func(t *testing.T, _, interpreter string) {
			if err := os.Chmod(interpreter, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(interpreter, 4096); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(interpreter, 0o500); err != nil {
				t.Fatal(err)
			}
		},
		"another mode": func(t *testing.T, _, interpreter string) {
			if err := os.Chmod(interpreter, 0o700); err != nil {
				t.Fatal(err)
			}
		},
		"a second link": func(t *testing.T, _, interpreter string) {
			if err := os.Link(interpreter, filepath.Join(filepath.Dir(filepath.Dir(interpreter)), "second")); err != nil {
				t.Fatal(err)
			}
		},
		"a link in its place": func(t *testing.T, entry, interpreter string) {
			replace(t, interpreter, func() {
				if err := os.Symlink("/bin/false", interpreter); err != nil {
					t.Fatal(err)
				}
			})
		},
		"a directory in its place": func(t *testing.T, entry, interpreter string) {
			replace(t, interpreter, func() {
				makeDir(t, filepath.Join(interpreter, "sub"), 0o500)
			})
		},
		"somebody else's": func(t *testing.T, _, interpreter string) { giveAway(t, interpreter) },
	}
	tree := map[string]damage{
		"without a file": func(t *testing.T, entry, _ string) {
			if err := os.Remove(filepath.Join(entry, "lib/stdlib.hpa")); err != nil {
				t.Fatal(err)
			}
		},
		"directory that others can write to": func(t *testing.T, entry, _ string) {
			if err := os.Chmod(filepath.Join(entry, "lib"), 0o777); err != nil {
				t.Fatal(err)
			}
		},
		"a file in the place of the tree": func(t *testing.T, entry, _ string) {
			replace(t, entry, func() { write(t, entry, []byte("x")) })
		},
	}
	check := func(make func(testing.TB) string, damages map[string]damage) func(*testing.T) {
		return func(t *testing.T) {
			for name, damage := range damages {
				t.Run(name, func(t *testing.T) {
					s := startOnce(t, make)
					damage(t, s.entry, s.interpreter)
					wantStarted(t, start(t, command(s.path, s.env)))
					entries, parts := contents(t, s.cache)
					if !slices.Contains(entries, s.entry) || len(parts) != 0 || treeHash(t, s.entry) != s.good {
						t.Errorf("got entries %q and parts %q, want the entry as it was", entries, parts)
					}
				})
			}
		}
	}
	t.Run("file", check(fileBundle, both))
	t.Run("tree", check(treeBundle, both))
	t.Run("tree", check(treeBundle, tree))
}

// Where no other place would help, none is tried.
func TestRuntimeThatCannotBeExecuted(t *testing.T) {
	for name, c := range map[string]struct{ start, want string }{
		// What a program needs in order to be loaded is named in its first bytes.
		"no loader":         {"#!/nowhere/at/all/ld-linux.so\n", "the dynamic loader that it needs is not on this system"},
		"another processor": {"\x7fELF of another kind", "its runtime is for another processor; build it for this platform"},
	} {
		t.Run(name, func(t *testing.T) {
			image := slices.Concat([]byte(c.start), stdlib(t, int64(len(c.start))))
			var runtime bytes.Buffer
			if err := pack.Image(context.Background(), &runtime, "runtime", image, pack.Options{Level: pack.None}); err != nil {
				t.Fatal(err)
			}
			path := write(t, filepath.Join(t.TempDir(), "test"), bundle(t, runtime.Bytes(), program(), runtimeDigest))
			next := t.TempDir()
			o := start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + t.TempDir(), "XDG_CACHE_HOME=" + next}))
			wantFault(t, o, c.want)
			wantNothing(t, next)
		})
	}
}

// Without /proc, the kernel still says what it was asked to execute.
func TestNoProc(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	env := []string{"HERMETIC_PYTHON_CACHE=" + cache}
	for name, argv0 := range map[string]string{"called by its path": path, "called by a word": "word"} {
		t.Run(name, func(t *testing.T) {
			o, _ := inNamespace(t, scene{Mounts: []mount{{Kind: "tmpfs", Dir: "/proc"}}, Path: path, Argv0: argv0, Env: env})
			r := wantStarted(t, o)
			if got, _ := r.getenv("HERMETIC_PYTHON_BUNDLE"); got != path {
				t.Errorf("got bundle %q, want %q", got, path)
			}
		})
	}
}
