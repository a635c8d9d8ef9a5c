package pkg

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/far"
	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// The names of the outputs in Spec.Dir.
const (
	MetaFarFile       = "meta.far"
	ManifestFile      = "package_manifest.json"
	BlobsDir          = "blobs"
	BlobsJSONFile     = "blobs.json"
	MetaFarMerkleFile = "meta.far.merkle"
	BlobsManifestFile = "blobs.manifest"
)

// Result is a package that was built.
type Result struct {
	// Hash is the package hash.
	Hash merkle.Hash
	// Manifest is what package_manifest.json says.
	Manifest *Manifest
}

// Build makes a package: meta.far, package_manifest.json, a blob per distinct
// content under blobs/, and what else the spec asks for. What is wrong with
// the spec is returned as a *diag.ListError with all findings.
func Build(ctx context.Context, out Output, spec Spec) (*Result, error) {
	var findings diag.List
	spec.check(&findings)
	if err := findings.Err(); err != nil {
		return nil, err
	}
	b := &build{ctx: ctx, out: out, spec: spec}
	if err := b.content(); err != nil {
		return nil, err
	}
	b.unite(&findings)
	if err := findings.Err(); err != nil {
		return nil, err
	}
	metaFar, err := b.metaFar()
	if err != nil {
		return nil, err
	}
	manifest, err := b.manifest(metaFar)
	if err != nil {
		return nil, err
	}
	if err := b.describe(manifest); err != nil {
		return nil, err
	}
	return &Result{Hash: metaFar.Merkle, Manifest: manifest}, nil
}

// build is a package in the making.
type build struct {
	ctx  context.Context
	out  Output
	spec Spec

	files   []file // sorted by path, then source
	written written
}

// file is an entry with what reading it has told.
type file struct {
	Entry
	hash merkle.Hash
	size int64
}

// content reads all files, in parallel, and writes the blobs.
func (b *build) content() error {
	entries := slices.SortedStableFunc(slices.Values(b.spec.Entries), compareEntries)
	for i, e := range entries {
		// A source that is named twice for one path need not be read twice.
		if i > 0 && e.Open == nil && entries[i-1].Open == nil && compareEntries(entries[i-1], e) == 0 {
			continue
		}
		b.files = append(b.files, file{Entry: e})
	}
	return each(b.ctx, len(b.files), func(w *worker, i int) error {
		return b.read(w, &b.files[i])
	})
}

// unite leaves one file of several with equal path and content; several with
// different contents are a finding.
func (b *build) unite(l *diag.List) {
	united := b.files[:0]
	for _, f := range b.files {
		if n := len(united); n > 0 && united[n-1].Dest == f.Dest {
			if first := united[n-1]; first.hash != f.hash {
				l.Add(diag.Errorf(f.place(), "", "two different files are to be %s in the package: %s and %s", quote(f.Dest), first.Source, f.Source).
					WithNote(first.place(), "the other one").
					WithHint("leave one of them out, or choose another path"))
			}
			continue
		}
		united = append(united, f)
	}
	b.files = united
}

// metaFar writes the metadata archive.
func (b *build) metaFar() (Blob, error) {
	files := []far.File{
		far.Bytes(contentsPath, b.contents()),
		far.Bytes(packagePath, metaPackage(b.spec.Name)),
		far.Bytes(abiPath, abiRevision(b.spec.ABIRevision)),
	}
	if len(b.spec.Subpackages) > 0 {
		files = append(files, far.Bytes(subpackagesPath, subpackages(b.spec.sortedSubpackages())))
	}
	for _, f := range b.files {
		if inMeta(f.Dest) {
			files = append(files, far.File{Name: f.Dest, Size: f.size, Open: func() (io.ReadCloser, error) { return b.open(f.Entry) }})
		}
	}
	hasher := merkle.New()
	err := b.create(MetaFarFile, func(w io.Writer) error {
		return far.Write(io.MultiWriter(w, hasher), files)
	})
	return Blob{SourcePath: MetaFarFile, Path: metaFarPath, Merkle: hasher.Root(), Size: hasher.Size()}, err
}

// manifest describes the package.
func (b *build) manifest(metaFar Blob) (*Manifest, error) {
	m := &Manifest{
		Repository:   b.spec.Repository,
		Name:         b.spec.Name,
		Blobs:        []Blob{metaFar},
		FileRelative: true,
		ABIRevision:  b.spec.ABIRevision,
	}
	if b.spec.PublishedName != "" {
		m.Name = b.spec.PublishedName
	}
	for _, f := range b.files {
		if !inMeta(f.Dest) {
			m.Blobs = append(m.Blobs, Blob{SourcePath: path.Join(BlobsDir, f.hash.String()), Path: f.Dest, Merkle: f.hash, Size: f.size})
		}
	}
	for _, s := range b.spec.sortedSubpackages() {
		manifestPath, err := b.spec.relative(s.ManifestPath)
		if err != nil {
			return nil, err
		}
		m.Subpackages = append(m.Subpackages, SubpackageRef{ManifestPath: manifestPath, Name: s.Name, Merkle: s.Merkle})
	}
	return m, nil
}

// describe writes the manifest and the files that repeat parts of it.
func (b *build) describe(m *Manifest) error {
	if b.spec.BlobsJSON {
		text, err := encodeJSON(m.Blobs)
		if err != nil {
			return err
		}
		if err := b.write(BlobsJSONFile, text); err != nil {
			return err
		}
	}
	if b.spec.MetaFarMerkle {
		if err := b.write(MetaFarMerkleFile, []byte(m.Hash().String())); err != nil {
			return err
		}
	}
	if b.spec.BlobsManifest {
		var text []byte
		for _, blob := range m.Blobs {
			text = fmt.Appendf(text, "%s=%s\n", blob.Merkle, blob.SourcePath)
		}
		if err := b.write(BlobsManifestFile, text); err != nil {
			return err
		}
	}
	text, err := m.Encode()
	if err != nil {
		return err
	}
	return b.write(ManifestFile, text)
}

// write makes an output with a content that is in memory.
func (b *build) write(name string, content []byte) error {
	return b.create(name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// create makes an output.
func (b *build) create(name string, fill func(io.Writer) error) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	w, err := b.out.Create(b.spec.output(name), 0o644)
	if err != nil {
		return err
	}
	if err := fill(w); err != nil {
		_ = w.Close() // what went wrong first is what matters
		return err
	}
	return w.Close()
}
