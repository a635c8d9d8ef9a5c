package pkg

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// metaFarPath is how the metadata archive is called among the blobs of a
// manifest. No file of a package can have this path.
const metaFarPath = "meta/"

// Manifest is a package_manifest.json: where on disk the parts of a package
// are.
type Manifest struct {
	// Repository is the host of the package's URL, or "".
	Repository string
	// Name is the name under which the package is published.
	Name string
	// Blobs are the metadata archive and all files outside of it.
	Blobs []Blob
	// FileRelative says that paths are relative to the manifest's directory,
	// not to the working directory.
	FileRelative bool
	// Subpackages are the packages that this one refers to.
	Subpackages []SubpackageRef
	// DeliveryBlobType is the form of the sources when they are not plain
	// blobs; 0 when they are.
	DeliveryBlobType uint32
	// ABIRevision is that of the package, 0 when it is not stated.
	ABIRevision uint64
}

// Blob is one file of a package.
type Blob struct {
	// SourcePath is where the content is on disk.
	SourcePath string `json:"source_path"`
	// Path is where the file is in the package, "meta/" for the archive.
	Path   string      `json:"path"`
	Merkle merkle.Hash `json:"merkle"`
	// Size is the number of bytes of the content.
	Size int64 `json:"size"`
}

// SubpackageRef is a package that another one refers to.
type SubpackageRef struct {
	// ManifestPath is where its own package_manifest.json is.
	ManifestPath string `json:"manifest_path"`
	// Name is what the referring package calls it.
	Name string `json:"name"`
	// Merkle is its package hash.
	Merkle merkle.Hash `json:"merkle"`
}

// manifestJSON is the text form of a Manifest, in the order of its keys.
type manifestJSON struct {
	Version    string `json:"version"`
	Repository string `json:"repository,omitempty"`
	Package    struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	} `json:"package"`
	Blobs               []Blob          `json:"blobs"`
	BlobSourcesRelative string          `json:"blob_sources_relative,omitempty"`
	Subpackages         []SubpackageRef `json:"subpackages,omitempty"`
	DeliveryBlobType    uint32          `json:"delivery_blob_type,omitempty"`
	ABIRevision         string          `json:"abi_revision,omitempty"`
}

const (
	manifestVersion = "1"
	onlyVariant     = "0"
)

// ParseManifest reads and checks a package_manifest.json.
func ParseManifest(f *diag.File) (*Manifest, error) {
	var text manifestJSON
	if err := decodeJSON(f, &text); err != nil {
		return nil, err
	}
	c := checker{at: f.At(0)}
	if text.Version != manifestVersion {
		// Of another version nothing else can be said.
		c.fault("version: got %s, expected %q", quote(text.Version), manifestVersion)
		return nil, c.findings.Err()
	}
	m := &Manifest{
		Repository:       text.Repository,
		Name:             text.Package.Name,
		Blobs:            text.Blobs,
		Subpackages:      text.Subpackages,
		DeliveryBlobType: text.DeliveryBlobType,
	}
	if m.Repository != "" {
		c.check("repository", CheckHost(m.Repository))
	}
	c.check("package.name", CheckName(m.Name))
	if text.Package.Version != onlyVariant {
		c.fault("package.version: got %s, expected %q", quote(text.Package.Version), onlyVariant)
	}
	switch text.BlobSourcesRelative {
	case "file":
		m.FileRelative = true
	case "", "working_dir":
	default:
		c.fault("blob_sources_relative: got %s, expected \"file\" or \"working_dir\"", quote(text.BlobSourcesRelative))
	}
	c.blobs(m.Blobs)
	c.subpackages(m.Subpackages)
	if text.ABIRevision != "" {
		revision, err := ParseABIRevision(text.ABIRevision)
		c.check("abi_revision", err)
		m.ABIRevision = revision
	}
	if err := c.findings.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// checker collects what is wrong with a manifest.
type checker struct {
	at       diag.Pos
	findings diag.List
}

func (c *checker) fault(format string, args ...any) {
	c.findings.Add(diag.Errorf(c.at, "", format, args...))
}

// check records that a field has an error, if it has one.
func (c *checker) check(field string, err error) {
	if err != nil {
		c.fault("%s: %v", field, err)
	}
}

func (c *checker) blobs(blobs []Blob) {
	known := make(map[string]merkle.Hash, len(blobs))
	for _, b := range blobs {
		if b.Path != metaFarPath {
			c.check("blobs", CheckResourcePath(b.Path))
		}
		if b.SourcePath == "" {
			c.fault("blobs: %s has no source_path", quote(b.Path))
		}
		if b.Size < 0 {
			c.fault("blobs: %s has %d bytes", quote(b.Path), b.Size)
		}
		if other, ok := known[b.Path]; ok && other != b.Merkle {
			c.fault("blobs: there are two different files %s", quote(b.Path))
		}
		known[b.Path] = b.Merkle
	}
	if _, ok := known[metaFarPath]; !ok {
		c.fault("blobs: there is none with the path %q, the package's meta.far", metaFarPath)
	}
}

func (c *checker) subpackages(subpackages []SubpackageRef) {
	known := make(map[string]bool, len(subpackages))
	for _, s := range subpackages {
		c.check("subpackages", CheckName(s.Name))
		if s.ManifestPath == "" {
			c.fault("subpackages: %s has no manifest_path", quote(s.Name))
		}
		if known[s.Name] {
			c.fault("subpackages: %s is there twice", quote(s.Name))
		}
		known[s.Name] = true
	}
}

// Encode returns the text of the manifest.
func (m *Manifest) Encode() ([]byte, error) {
	text := manifestJSON{
		Version:          manifestVersion,
		Repository:       m.Repository,
		Blobs:            m.Blobs,
		Subpackages:      m.Subpackages,
		DeliveryBlobType: m.DeliveryBlobType,
	}
	if text.Blobs == nil {
		text.Blobs = []Blob{}
	}
	text.Package.Name, text.Package.Version = m.Name, onlyVariant
	if m.FileRelative {
		text.BlobSourcesRelative = "file"
	}
	if m.ABIRevision != 0 {
		text.ABIRevision = FormatABIRevision(m.ABIRevision)
	}
	return encodeJSON(text)
}

// MetaFar returns the entry of the metadata archive. A Manifest that was parsed
// or built has it.
func (m *Manifest) MetaFar() Blob {
	i := slices.IndexFunc(m.Blobs, func(b Blob) bool { return b.Path == metaFarPath })
	if i < 0 {
		return Blob{}
	}
	return m.Blobs[i]
}

// Hash returns the package hash, to which a URL can be pinned.
func (m *Manifest) Hash() merkle.Hash { return m.MetaFar().Merkle }

// URL returns the URL of the package, without the hash. It needs a repository.
func (m *Manifest) URL() PackageURL {
	return PackageURL{Kind: Absolute, Host: m.Repository, Name: m.Name}
}

// Locate returns where a SourcePath or ManifestPath is, as seen by who reads
// the manifest at a given place.
func (m *Manifest) Locate(manifest, source string) string {
	if !m.FileRelative || path.IsAbs(source) || filepath.IsAbs(source) {
		return source
	}
	return filepath.Join(filepath.Dir(manifest), filepath.FromSlash(source))
}
