package launch

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

// onePayload is a runtime of one file that is stored as it is.
func onePayload(content []byte) *payload {
	f := file{path: "runtime", executable: true, raw: int64(len(content)), stored: int64(len(content)), sha256: sha256.Sum256(content)}
	return &payload{single: true, digest: "d", interpreter: "runtime", files: []file{f}}
}

func openTestCache(t *testing.T) *cache {
	t.Helper()
	c, err := openCache(place{dir: t.TempDir()}, uint32(os.Geteuid()))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhoeverWaitsTooLongDoesTheWorkItself(t *testing.T) {
	c, content := openTestCache(t), []byte("content")
	unlock, err := c.lock("d", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := c.publish(onePayload(content), bytes.NewReader(content), time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if !c.has(onePayload(content)) {
		t.Error("the runtime is not there")
	}
}

func TestWhoeverGetsTheLockLooksAgain(t *testing.T) {
	c, content := openTestCache(t), []byte("content")
	unlock, err := c.lock("d", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	waited := make(chan error)
	go func() {
		// With the runtime there, nothing of the bundle is read.
		waited <- c.publish(onePayload(content), bytes.NewReader(nil), time.Hour)
	}()
	if err := os.WriteFile(c.path("d"), content, 0o500); err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := <-waited; err != nil {
		t.Error(err)
	}
}

func TestLockThatIsALinkIsNotFollowed(t *testing.T) {
	c, content := openTestCache(t), []byte("content")
	target := filepath.Join(t.TempDir(), "target")
	if err := os.Symlink(target, c.path("d.lock")); err != nil {
		t.Fatal(err)
	}
	if err := c.publish(onePayload(content), bytes.NewReader(content), time.Hour); err == nil {
		t.Error("got no error")
	}
	if _, err := os.Lstat(target); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want no file made through the link", err)
	}
}

func TestOwnerOfADirectoryCounts(t *testing.T) {
	c := openTestCache(t)
	for name, uid := range map[string]uint32{"somebody else": c.uid + 1} {
		t.Run(name, func(t *testing.T) {
			other := &cache{c.dir, uid}
			if err := other.check(); !errors.Is(err, errOwner) {
				t.Errorf("got %v, want %v", err, errOwner)
			}
		})
	}
}

func TestWrongContentIsNotPublished(t *testing.T) {
	c := openTestCache(t)
	err := c.publish(onePayload([]byte("content")), bytes.NewReader([]byte("CONTENT")), time.Hour)
	var d *damage
	if !errors.As(err, &d) {
		t.Errorf("got %v, want a damage", err)
	}
	names, err := os.ReadDir(c.dir)
	if err != nil || len(names) != 1 || names[0].Name() != "d.lock" {
		t.Errorf("got %v, want the lock alone", names)
	}
}

// TestMemoryDoesNotGrowWithTheRuntime has trap 14: an output that is mapped, or
// held as a whole. A start needs some frames for each core, whatever it unpacks.
func TestMemoryDoesNotGrowWithTheRuntime(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	// Both decoders keep the stored bytes of a frame, too.
	const limit = 12 * seekable.FrameSize
	content := make([]byte, 4*limit)
	c := openTestCache(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := c.publish(onePayload(content), bytes.NewReader(content), time.Hour); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > limit {
		t.Errorf("%d bytes of memory for a runtime of %d, want at most %d", got, len(content), limit)
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(maps), c.dir) {
		t.Error("what was unpacked is mapped into memory")
	}
}
