package pack_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/pack"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

var digest = strings.Repeat("ab", 32)

// stdlib returns an archive of a standard library behind a file of a length.
func stdlib(t testing.TB, length int64, meta map[string]any) []byte {
	t.Helper()
	var out bytes.Buffer
	w := hpa.NewWriter(&out, length)
	if err := w.Close(hpa.Index{Meta: meta}, hpa.TrailerOptions{Python: 0x030e, Magic: 3627}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func goodMeta() map[string]any {
	return map[string]any{"kind": "stdlib", "python": "3.14", "runtime": digest}
}

// image returns a runtime of three frames.
func image(t testing.TB) []byte {
	t.Helper()
	content := bytes.Repeat([]byte("code and more code, "), 9<<20/20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(content[4<<20 : 4<<20+100_000])
	return slices.Concat(content, stdlib(t, int64(len(content)), goodMeta()))
}

func tree(t testing.TB) fstest.MapFS {
	t.Helper()
	return fstest.MapFS{
		"bin/python3.14":      {Data: []byte("interpreter"), Mode: 0o755},
		"bin/python3.14._pth": {Data: []byte("../lib\n"), Mode: 0o644},
		"lib/empty":           {Mode: 0o644},
		"lib/stdlib.hpa":      {Data: stdlib(t, 0, goodMeta()), Mode: 0o644},
	}
}

func packImage(t testing.TB, content []byte, o pack.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pack.Image(context.Background(), &out, "runtime", content, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t testing.TB, content []byte) *hpa.Archive {
	t.Helper()
	b, err := hpa.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(); err != nil {
		t.Fatal(err)
	}
	return b.Archives[0]
}

func TestImageIsOneFile(t *testing.T) {
	content := image(t)
	for _, level := range []pack.Level{pack.None, pack.Fast, pack.Best} {
		t.Run(string(level), func(t *testing.T) {
			a := open(t, packImage(t, content, pack.Options{Level: level}))
			got, err := a.ReadBlob(a.Files[0].Blob)
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("got %d bytes and error %v, want the image", len(got), err)
			}
			meta := a.Meta
			delete(meta, "digest")
			want := hpa.Meta{
				"kind": "runtime", "payload": "file", "interpreter": "runtime", "python": "3.14", "runtime": digest, "compression": string(level),
			}
			if diff := cmp.Diff(want, meta); diff != "" {
				t.Errorf("META (-want +got):\n%s", diff)
			}
			if got := hex.EncodeToString(a.Runtime[:]); got != digest[:48] || a.Flags&hpa.FlagRuntime == 0 || a.Magic != 3627 {
				t.Errorf("got trailer %+v", a.Trailer)
			}
		})
	}
}

func TestFramesCanBeFound(t *testing.T) {
	content := image(t)
	a := open(t, packImage(t, content, pack.Options{Level: pack.Fast}))
	stored, err := a.StoredBlob(0)
	if err != nil {
		t.Fatal(err)
	}
	frames, err := seekable.ReadTable(stored, stored.Size(), int64(len(content)))
	if err != nil || len(frames) != 3 {
		t.Errorf("got %d frames and error %v, want 3", len(frames), err)
	}
}

func TestTreeIsItsFiles(t *testing.T) {
	var out bytes.Buffer
	if err := pack.Tree(context.Background(), &out, tree(t), pack.Options{Level: pack.Best}); err != nil {
		t.Fatal(err)
	}
	a := open(t, out.Bytes())
	got := map[string]bool{}
	for _, f := range a.Files {
		got[f.Path] = f.Executable
	}
	want := map[string]bool{"bin/python3.14": true, "bin/python3.14._pth": false, "lib/empty": false, "lib/stdlib.hpa": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files and whether they are executable (-want +got):\n%s", diff)
	}
	if a.Meta["payload"] != "tree" || a.Meta["interpreter"] != "bin/python3.14" {
		t.Errorf("got META %v", a.Meta)
	}
}

// The cores of the machine, and which of them is faster, leave no trace.
func TestSameBytesWithAnyNumberOfCores(t *testing.T) {
	content := image(t)
	want := packImage(t, content, pack.Options{Level: pack.Fast})
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, cores := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(cores)
		if got := packImage(t, content, pack.Options{Level: pack.Fast}); !bytes.Equal(got, want) {
			t.Errorf("%d cores make other bytes", cores)
		}
	}
}

// The content address is that of the content, whatever the level.
func TestDigestDoesNotDependOnTheLevel(t *testing.T) {
	content := image(t)
	fast := open(t, packImage(t, content, pack.Options{Level: pack.Fast})).Meta["digest"]
	if none := open(t, packImage(t, content, pack.Options{Level: pack.None})).Meta["digest"]; none != fast {
		t.Errorf("got digests %v and %v, want equal ones", none, fast)
	}
	changed := slices.Clone(content)
	changed[0]++
	if other := open(t, packImage(t, changed, pack.Options{Level: pack.Fast})).Meta["digest"]; other == fast {
		t.Errorf("got digest %v for other content, too", other)
	}
}

func TestWhatIsNoRuntime(t *testing.T) {
	without := func(name string) fstest.MapFS {
		files := tree(t)
		delete(files, name)
		return files
	}
	packTree := func(files fstest.MapFS) error {
		return pack.Tree(context.Background(), io.Discard, files, pack.Options{Level: pack.Fast})
	}
	packFile := func(content []byte) error {
		return pack.Image(context.Background(), io.Discard, "runtime", content, pack.Options{Level: pack.Fast})
	}
	two := tree(t)
	two["bin/python3._pth"] = &fstest.MapFile{Mode: 0o644}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"tree without interpreter":      {packTree(without("bin/python3.14._pth")), "no interpreter in it"},
		"tree with two interpreters":    {packTree(two), "no interpreter in it"},
		"tree without standard library": {packTree(without("lib/stdlib.hpa")), "no lib/stdlib.hpa in it"},
		"text":                          {packFile([]byte("text")), "no archive at its end"},
		"library":                       {packFile(stdlib(t, 0, map[string]any{"kind": "library"})), "no archive of kind stdlib"},
		"no digest":                     {packFile(stdlib(t, 0, map[string]any{"kind": "stdlib"})), `the digest of the runtime is ""`},
	} {
		t.Run(name, func(t *testing.T) {
			if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
				t.Errorf("got error %v, want %q in it", c.err, c.want)
			}
		})
	}
}

func TestInterruptedPacking(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := pack.Image(ctx, io.Discard, "runtime", image(t), pack.Options{Level: pack.Fast})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// testInterpreter returns the interpreter of the distribution to test with.
func testInterpreter(t *testing.T) string {
	t.Helper()
	_, interpreter := cpythontest.Distribution(t)
	return interpreter
}

func TestMaxCompressesWithTheInterpreter(t *testing.T) {
	interpreter := testInterpreter(t)
	content := image(t)
	var out bytes.Buffer
	err := pack.Image(context.Background(), &out, "runtime", content, pack.Options{Level: pack.Max, Interpreter: interpreter})
	if err != nil && strings.Contains(err.Error(), "has no zstd") {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	a := open(t, out.Bytes())
	if got, err := a.ReadBlob(0); err != nil || !bytes.Equal(got, content) {
		t.Errorf("got %d bytes and error %v, want the image", len(got), err)
	}
	if got := packImage(t, content, pack.Options{Level: pack.Max, Interpreter: interpreter}); !bytes.Equal(got, out.Bytes()) {
		t.Errorf("got other bytes the second time")
	}
}

func TestInterpreterThatCannotCompress(t *testing.T) {
	program := filepath.Join(t.TempDir(), "python3")
	if err := os.WriteFile(program, []byte("#!/nowhere\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, interpreter := range map[string]string{"not there": program + ".gone", "not to be executed": program} {
		t.Run(name, func(t *testing.T) {
			err := pack.Image(context.Background(), io.Discard, "runtime", image(t), pack.Options{Level: pack.Max, Interpreter: interpreter})
			if err == nil || !strings.Contains(err.Error(), interpreter) {
				t.Errorf("got %v, want an error that names %s", err, interpreter)
			}
		})
	}
}
