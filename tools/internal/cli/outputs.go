package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// outputs are the files that one call of a verb makes. They grow under other
// names beside their targets until commit renames all of them or discard
// removes them.
type outputs struct {
	fs FS
	// several is called before there is a second output.
	several func()

	mu     sync.Mutex
	files  []*output
	stages []stage
	names  map[string]bool
	serial int
}

// stage is a set of outputs that a verb makes in a way of its own.
type stage struct {
	place func() error
	undo  func()
}

// output is one file of a verb.
type output struct {
	name string // as the verb named it
	// target is the file to replace: name, or what it links to.
	target string
	// old is the file there now, nil if there is none.
	old  fs.FileInfo
	temp string // "" for a device
	// device holds what is meant for a target that cannot be replaced, such as
	// a pipe or a terminal, until it is known that all is well.
	device *bytes.Buffer
	backup string // where the old file is during a commit
	placed bool   // whether target is the new file

	w      io.WriteCloser
	err    error
	closed bool
}

// create starts an output. A perm of 0 means that of the old file, else 0o644.
func (o *outputs) create(name string, perm fs.FileMode) (*output, error) {
	out := &output{name: name, target: name}
	if err := out.look(o.fs); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if key := filepath.Clean(out.target); o.names[key] {
		return nil, fmt.Errorf("write %s: the same file is written twice", name)
	} else if o.names == nil {
		o.names = map[string]bool{key: true}
	} else {
		o.names[key] = true
	}
	if out.old != nil && !out.old.Mode().IsRegular() {
		out.device = new(bytes.Buffer)
		o.files = append(o.files, out)
		return out, nil
	}
	switch {
	case perm == 0 && out.old != nil:
		perm = out.old.Mode().Perm()
	case perm == 0:
		perm = 0o644
	}
	if len(o.files) == 1 {
		o.several()
	}
	if err := o.open(out, perm); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, cause(err))
	}
	o.files = append(o.files, out)
	return out, nil
}

// look finds out what is in the place of the output.
func (out *output) look(fsys FS) error {
	info, err := fsys.Stat(out.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// Either nothing, or a link to nothing, which the rename replaces.
		return nil
	case err != nil:
		return cause(err)
	case info.IsDir():
		return errors.New("is a directory")
	case info.Mode().IsRegular():
		// A link stays a link: what it points to is replaced.
		if out.target, err = fsys.Resolve(out.name); err != nil {
			return cause(err)
		}
	}
	out.old = info
	return nil
}

// open makes the file that the output grows in.
func (o *outputs) open(out *output, perm fs.FileMode) error {
	made := false
	for {
		temp := o.free(out.target)
		w, err := o.fs.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		switch {
		case err == nil:
			out.temp, out.w = temp, w
			return nil
		case errors.Is(err, fs.ErrExist):
			// Left behind by a call that was killed: take the next name.
		case errors.Is(err, fs.ErrNotExist) && !made:
			if err := o.fs.MkdirAll(filepath.Dir(out.target), 0o755); err != nil {
				return err
			}
			made = true
		default:
			return err
		}
	}
}

// free returns a name beside a target that no other output of this call has.
// The name does not grow with the target's, which may be as long as names can
// be.
func (o *outputs) free(target string) string {
	o.serial++
	return filepath.Join(filepath.Dir(target), fmt.Sprintf(".idkit-%d-%d.tmp", os.Getpid(), o.serial))
}

// Write appends to the output. After an error it only repeats the error.
func (out *output) Write(p []byte) (int, error) {
	if out.err != nil {
		return 0, out.err
	}
	if out.device != nil {
		return out.device.Write(p)
	}
	n, err := out.w.Write(p)
	if err != nil {
		out.err = fmt.Errorf("write %s: %w", out.name, cause(err))
	}
	return n, out.err
}

// Close ends the output; whether it appears is decided at the end of the call.
func (out *output) Close() error {
	if out.closed {
		return out.err
	}
	out.closed = true
	if out.w != nil {
		if err := out.w.Close(); err != nil && out.err == nil {
			out.err = fmt.Errorf("write %s: %w", out.name, cause(err))
		}
	}
	return out.err
}

// commit makes all outputs appear. When it fails, none has, and the files that
// were there before are there again.
func (o *outputs) commit() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, out := range o.files {
		if err := out.Close(); err != nil {
			return err
		}
	}
	for _, out := range o.files {
		if err := o.deliver(out); err != nil {
			return fmt.Errorf("write %s: %w", out.name, cause(err))
		}
	}
	for _, s := range o.stages {
		if err := s.place(); err != nil {
			return err
		}
	}
	for _, out := range o.files {
		if err := o.place(out); err != nil {
			return fmt.Errorf("write %s: %w", out.name, cause(err))
		}
	}
	for _, out := range o.files {
		if out.backup != "" {
			// The new file is there: an old one that stays is no failure.
			_ = o.fs.Remove(out.backup)
		}
	}
	o.files, o.names, o.stages = nil, nil, nil
	return nil
}

// deliver writes what is meant for a device.
func (o *outputs) deliver(out *output) error {
	if out.device == nil {
		return nil
	}
	w, err := o.fs.OpenFile(out.target, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = w.Write(out.device.Bytes())
	return errors.Join(err, w.Close())
}

// place renames the output to its target. Where several outputs stand or fall
// together, the old file is kept until all are placed.
func (o *outputs) place(out *output) error {
	if out.device != nil {
		return nil
	}
	if out.old != nil && len(o.files) > 1 {
		backup := o.free(out.target)
		if err := o.fs.Rename(out.target, backup); err != nil {
			return err
		}
		out.backup = backup
	}
	if err := o.fs.Rename(out.temp, out.target); err != nil {
		return err
	}
	out.placed = true
	return nil
}

// discard removes every trace of the outputs. It reports nothing: it runs when
// something else has already failed.
func (o *outputs) discard() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, out := range o.files {
		_ = out.Close()
		switch {
		case out.backup != "":
			_ = o.fs.Rename(out.backup, out.target)
		case out.placed:
			_ = o.fs.Remove(out.target)
		}
		if out.temp != "" && !out.placed {
			_ = o.fs.Remove(out.temp)
		}
	}
	for _, s := range o.stages {
		s.undo()
	}
	o.files, o.names, o.stages = nil, nil, nil
}

// same reports whether a file has exactly this content.
func (o *outputs) same(name string, data []byte) bool {
	info, err := o.fs.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	old, err := o.fs.ReadFile(name)
	return err == nil && bytes.Equal(old, data)
}
