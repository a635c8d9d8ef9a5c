package tree

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
)

// packed is an archive as a Store. It is read from its beginning each time.
type packed struct {
	fs     FS
	name   string
	format archive.Format
	paths  []string
	// kept has the contents that are likely to be asked for one by one.
	kept map[string][]byte
}

// How much of an archive is kept in memory: of a file, and of all.
const (
	maxKept    = 4 << 20
	maxAllKept = 256 << 20
)

// isSmall reports whether a file is metadata or a manifest.
func isSmall(name string) bool {
	return strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".cml")
}

func openArchive(ctx context.Context, fsys FS, name string, format archive.Format) (*packed, error) {
	p := &packed{fs: fsys, name: name, format: format, kept: map[string][]byte{}}
	room := int64(maxAllKept)
	err := p.scan(ctx, func(h archive.Header, content io.Reader) error {
		p.paths = append(p.paths, h.Name)
		if !isSmall(h.Name) || h.Size > maxKept || h.Size > room {
			return nil
		}
		room -= h.Size
		text, err := io.ReadAll(content)
		p.kept[h.Name] = text
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(p.paths)
	return p, nil
}

// scan reads the whole archive.
func (p *packed) scan(ctx context.Context, show func(archive.Header, io.Reader) error) error {
	f, err := p.fs.Open(p.name)
	if err != nil {
		return fmt.Errorf("read %s: %w", p.name, cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read %s: %w", p.name, cause(err))
	}
	src, ok := f.(archive.Source)
	if !ok {
		return fmt.Errorf("read %s: the file cannot be read at any place", p.name)
	}
	var shown error
	err = archive.Read(src, info.Size(), p.format, archive.Limits{}, func(h archive.Header, content io.Reader) error {
		if shown = ctx.Err(); shown == nil {
			shown = show(h, content)
		}
		return shown
	})
	var bad *archive.Error
	switch {
	case errors.As(err, &bad):
		return wrong(p.name, "%v", bad)
	case err != nil && shown == nil:
		return fmt.Errorf("read %s: %w", p.name, cause(err))
	}
	return err
}

// Name returns the archive.
func (p *packed) Name() string { return p.name }

// Paths returns all paths, sorted.
func (p *packed) Paths() []string { return p.paths }

// Has reports whether a file is there.
func (p *packed) Has(path string) bool {
	_, found := slices.BinarySearch(p.paths, path)
	return found
}

// ReadFile returns the content of a file.
func (p *packed) ReadFile(path string) ([]byte, error) {
	if text, ok := p.kept[path]; ok {
		return text, nil
	}
	var text []byte
	found := false
	err := p.scan(context.Background(), func(h archive.Header, content io.Reader) error {
		if h.Name != path {
			return nil
		}
		var err error
		found = true
		text, err = io.ReadAll(content)
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("read %s: there is no %s in it", p.name, path)
	}
	return text, err
}

// Each shows the files in the order of the archive. Those that are kept come
// from memory, if no other is wanted.
func (p *packed) Each(ctx context.Context, want func(string) bool, show func(string, io.Reader) error) error {
	wanted := map[string]bool{}
	for _, path := range p.paths {
		if want(path) {
			wanted[path] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(wanted)), func(path string) bool { return p.kept[path] == nil }) {
		for _, path := range slices.Sorted(maps.Keys(wanted)) {
			if err := show(path, strings.NewReader(string(p.kept[path]))); err != nil {
				return err
			}
		}
		return nil
	}
	return p.scan(ctx, func(h archive.Header, content io.Reader) error {
		if !wanted[h.Name] {
			return nil
		}
		return show(h.Name, content)
	})
}
