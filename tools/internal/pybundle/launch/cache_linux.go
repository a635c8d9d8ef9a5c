package launch

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// unmapped is the owner that the kernel shows for a user whom this user
// namespace does not know: in a sandbox, that is root.
const unmapped = 65534

// modeMask selects the type and the permissions of a mode. A directory may have
// the group of the one above it, which is the other bits' doing.
const modeMask = syscall.S_IFMT | 0o777

// Whatever starts with partPrefix is on its way into the cache, or out of it.
const (
	partPrefix = ".part-"
	staleAfter = time.Hour
)

// Why a place is not used.
var (
	errNoDirectory = errors.New("not a directory")
	errOwner       = errors.New("belongs to another user")
	errWritable    = errors.New("others can write to it")
	errMode        = errors.New("its mode is not 0700")
	errNoexec      = errors.New("mounted noexec")
)

// cache is our directory in a place: no one else can write to it.
type cache struct {
	dir string
	uid uint32
}

func newCache(p place, uid uint32) *cache {
	return &cache{filepath.Join(p.dir, "hermetic_python-"+strconv.FormatUint(uint64(uid), 10)), uid}
}

// openCache returns our directory in a place, which need not exist before.
func openCache(p place, uid uint32) (*cache, error) {
	c := newCache(p, uid)
	err := c.check()
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeDirectories(p.dir, p.parents); err != nil {
			return nil, err
		}
		// The umask may have taken something away.
		if err = os.Mkdir(c.dir, 0o700); err == nil {
			err = os.Chmod(c.dir, 0o700)
		}
		if err == nil || errors.Is(err, fs.ErrExist) {
			err = c.check()
		}
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// makeDirectories makes a directory and so many above it, where they are missing.
func makeDirectories(dir string, parents int) error {
	_, err := os.Stat(dir)
	if !errors.Is(err, fs.ErrNotExist) || parents == 0 {
		return err
	}
	if err := makeDirectories(filepath.Dir(dir), parents-1); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// check looks whether the directory is ours alone, and whether nobody else can
// put another one in its place.
func (c *cache) check() error {
	var st syscall.Stat_t
	if err := syscall.Lstat(c.dir, &st); err != nil {
		return err
	}
	if st.Mode&syscall.S_IFMT != syscall.S_IFDIR {
		return errNoDirectory
	}
	if st.Uid != c.uid {
		return errOwner
	}
	switch {
	case st.Mode&0o022 != 0:
		return errWritable
	case st.Mode&0o777 != 0o700:
		return errMode
	}
	if err := syscall.Stat(filepath.Dir(c.dir), &st); err != nil {
		return err
	}
	if st.Uid != c.uid && st.Uid != 0 && st.Uid != unmapped {
		return errOwner
	}
	if st.Mode&0o022 != 0 && st.Mode&syscall.S_ISVTX == 0 {
		return errWritable
	}
	return nil
}

// executable looks whether the directory's file system lets programs run. One
// that cannot be asked may.
func (c *cache) executable() error {
	var st syscall.Statfs_t
	const noexec = 0x8 // ST_NOEXEC
	if err := syscall.Statfs(c.dir, &st); err == nil && st.Flags&noexec != 0 {
		return errNoexec
	}
	return nil
}

func (c *cache) path(name string) string { return filepath.Join(c.dir, name) }

// has reports whether a runtime is in the cache, whole and unchanged as far as
// that can be seen without reading it.
func (c *cache) has(p *payload) bool {
	if p.single {
		return c.hasFile(c.path(p.digest), p.files[0])
	}
	for _, dir := range p.directories() {
		var st syscall.Stat_t
		if syscall.Lstat(filepath.Join(c.path(p.digest), dir), &st) != nil ||
			st.Mode&modeMask != syscall.S_IFDIR|0o700 || st.Uid != c.uid {
			return false
		}
	}
	for _, f := range p.files {
		if !c.hasFile(filepath.Join(c.path(p.digest), f.path), f) {
			return false
		}
	}
	return true
}

func (c *cache) hasFile(path string, f file) bool {
	var st syscall.Stat_t
	return syscall.Lstat(path, &st) == nil && st.Mode&modeMask == syscall.S_IFREG|uint32(f.mode()) &&
		st.Uid == c.uid && st.Size == f.raw && st.Nlink == 1
}

// part returns a new name for what is on its way.
func (c *cache) part() string {
	return c.path(partPrefix + strconv.FormatUint(rand.Uint64(), 36))
}

// discard takes away what stands under a name. It is renamed first, so that
// nobody finds half of it.
func (c *cache) discard(name string) error {
	part := c.part()
	err := os.Rename(c.path(name), part)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return remove(part)
}

// remove deletes a file or a tree, whose directories may be read-only.
func remove(path string) error {
	err := os.RemoveAll(path)
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	_ = filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return nil
	})
	return os.RemoveAll(path)
}

// sweep removes what starts left behind that were killed long ago.
func (c *cache) sweep(now time.Time) {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if len(entry.Name()) < len(partPrefix) || entry.Name()[:len(partPrefix)] != partPrefix {
			continue
		}
		info, err := entry.Info()
		if err != nil || now.Sub(info.ModTime()) < staleAfter {
			continue
		}
		if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Uid == c.uid {
			_ = remove(c.path(entry.Name()))
		}
	}
}
