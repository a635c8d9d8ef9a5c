package launch

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// info says what the bundle is, in the words of the runtime, and where the runtime
// is unpacked. Nothing is started and nothing is made.
func (l *launcher) info() error {
	b, err := hpa.Open(l.file, l.chain.Size)
	if err != nil {
		return l.damaged(err)
	}
	if l.program != nil {
		m := l.program.Meta
		fmt.Fprintf(l.stdout, "label:  %s\nmain:   %s\nrunner: %s\n", m.Text("label"), m.Text("main"), cmp.Or(m.Text("runner"), "none"))
	}
	fmt.Fprintf(l.stdout, "%s: %d bytes\n", l.path, b.Size)
	for _, a := range b.Archives {
		var stored int64
		for _, blob := range a.Blobs {
			stored += blob.StoredLen
		}
		name := cmp.Or(a.Meta.Kind(), "archive")
		if label := a.Meta.Text("label"); label != "" {
			name += " " + label
		}
		fmt.Fprintf(l.stdout, "  %s: %d modules, %d files, %d blobs of %d bytes\n", name, len(a.Modules), len(a.Files), len(a.Blobs), stored)
	}
	for _, place := range places(l.environ) {
		if place.dir == "" {
			continue
		}
		if c, ok := existing(place, l.uid); ok && c.has(l.payload) {
			fmt.Fprintf(l.stdout, "runtime: %s\n", c.path(l.payload.digest))
		}
	}
	return nil
}

// existing returns the cache of a place, if there is one, without making any.
func existing(p place, uid uint32) (*cache, bool) {
	c := newCache(p, uid)
	return c, c.check() == nil
}

// verify compares all that the bundle consists of with its digests, also what was
// unpacked of it. What is wrong there is taken away: the next start unpacks it
// anew.
func (l *launcher) verify() error {
	b, err := hpa.Open(l.file, l.chain.Size)
	if err == nil {
		err = b.Verify()
	}
	if err != nil {
		return l.damaged(err)
	}
	fmt.Fprintf(l.stdout, "%s: %d archives are as they were built\n", l.path, len(l.chain.Archives))
	var bad error
	for _, place := range places(l.environ) {
		if place.dir == "" {
			continue
		}
		c, ok := existing(place, l.uid)
		if !ok {
			continue
		}
		entry := c.path(l.payload.digest)
		if _, err := os.Lstat(entry); err != nil {
			continue
		}
		if c.has(l.payload) && l.payload.sameContent(entry) {
			fmt.Fprintf(l.stdout, "%s: the runtime is as it was built\n", entry)
			continue
		}
		fix := "it was removed, the next start makes it anew"
		if err := c.discard(l.payload.digest); err != nil {
			fix = "remove it: " + cause(err).Error()
		}
		bad = &Fault{entry, errors.New("the unpacked runtime is damaged"), fix}
	}
	return bad
}

// sameContent compares the digests of files.
func (p *payload) sameContent(entry string) bool {
	for _, f := range p.files {
		path := entry
		if !p.single {
			path = filepath.Join(entry, f.path)
		}
		in, err := os.Open(path)
		if err != nil {
			return false
		}
		sum := sha256.New()
		_, err = io.Copy(sum, in)
		_ = in.Close()
		if err != nil || [32]byte(sum.Sum(nil)) != f.sha256 {
			return false
		}
	}
	return true
}
