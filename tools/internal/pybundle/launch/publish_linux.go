package launch

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

// publish makes sure that the runtime is in the cache. One start unpacks it; those
// that come at the same time wait and find it.
func (c *cache) publish(p *payload, bundle io.ReaderAt, limit time.Duration) error {
	unlock, err := c.lock(p.digest, limit)
	if err != nil {
		return err
	}
	defer unlock()
	if c.has(p) {
		return nil
	}
	c.sweep(time.Now())
	part := c.part()
	if err := c.write(p, bundle, part); err != nil {
		_ = remove(part)
		return err
	}
	err = os.Rename(part, c.path(p.digest))
	if err == nil {
		return nil
	}
	defer func() { _ = remove(part) }()
	if c.has(p) {
		return nil // of a start that waited no longer for the lock
	}
	// Something that is no whole runtime stands there. Files replace files, but
	// nothing else replaces anything.
	if err := c.discard(p.digest); err != nil {
		return err
	}
	return os.Rename(part, c.path(p.digest))
}

// write unpacks the runtime under another name.
func (c *cache) write(p *payload, bundle io.ReaderAt, part string) (err error) {
	if !p.single {
		for _, dir := range p.directories() {
			if err := os.Mkdir(filepath.Join(part, dir), 0o700); err != nil {
				return err
			}
			if err := os.Chmod(filepath.Join(part, dir), 0o700); err != nil {
				return err
			}
		}
	}
	files := make([]*os.File, 0, len(p.files))
	defer func() {
		for _, f := range files {
			// Some file systems report a full disk only here.
			if closeErr := f.Close(); err == nil {
				err = closeErr
			}
		}
	}()
	out := make([]io.WriterAt, 0, len(p.files))
	for i := range p.files {
		path := part
		if !p.single {
			path = filepath.Join(part, p.files[i].path)
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|syscall.O_NOFOLLOW, 0o600)
		if err != nil {
			return err
		}
		files, out = append(files, f), append(out, f)
	}
	if err := p.unpack(bundle, out); err != nil {
		return err
	}
	for i, f := range files {
		if err := f.Chmod(p.files[i].mode()); err != nil {
			return err
		}
	}
	return nil
}

// inMemory unpacks the runtime to a file that only this process has, and returns
// a path to it.
func inMemory(p *payload, bundle io.ReaderAt) (string, error) {
	if !p.single {
		return "", errNotMemory
	}
	const descriptors = "/proc/self/fd/"
	if _, err := os.Stat(descriptors); err != nil {
		return "", errNoProc
	}
	f, err := memoryFile("hermetic_python")
	if err != nil {
		return "", err
	}
	if err := p.unpack(bundle, []io.WriterAt{f}); err != nil {
		_ = f.Close()
		return "", err
	}
	if err := f.Chmod(p.files[0].mode()); err != nil {
		_ = f.Close()
		return "", err
	}
	// The file stays open until the kernel has executed it.
	return descriptors + strconv.FormatUint(uint64(f.Fd()), 10), nil
}

// memoryFile makes a file without a name, which may be executed.
func memoryFile(name string) (*os.File, error) {
	const (
		cloexec = 0x1
		exec    = 0x10 // wanted where the kernel knows it, since 6.3
	)
	text, err := syscall.BytePtrFromString(name)
	if err != nil {
		return nil, err
	}
	for _, flags := range []uintptr{cloexec | exec, cloexec} {
		fd, _, errno := syscall.Syscall(sysMemfdCreate, uintptr(unsafe.Pointer(text)), flags, 0)
		if errno == 0 {
			return os.NewFile(fd, name), nil
		}
		if errno != syscall.EINVAL {
			return nil, errno
		}
	}
	return nil, syscall.EINVAL
}
