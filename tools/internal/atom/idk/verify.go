package idk

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// Verification says what to compare an IDK with.
type Verification struct {
	// Digests are SHA-256 sums by path; nil for none.
	Digests map[string][32]byte
	// APIs are goldens that the files must agree with.
	APIs []atom.API
	// Decode reads a shard; it returns nil if it added an error.
	Decode func(f *diag.File, diags *diag.List) *cml.Document
}

// Verify finds all that is wrong with an IDK beyond what Open finds: files that
// are missing or that nothing lists, names that are taken twice, names of
// dependencies and includes that lead nowhere, contents that are not what they
// are said to be.
func (i *IDK) Verify(ctx context.Context, v Verification, diags *diag.List) error {
	i.checkMissing(diags)
	i.checkStrays(diags)
	i.checkNames(diags)
	i.checkDeps(diags)
	if v.Decode != nil {
		if err := i.checkShards(v, diags); err != nil {
			return err
		}
	}
	return i.checkContents(ctx, v, diags)
}

// checkMissing finds the files that elements list and that are not there.
func (i *IDK) checkMissing(diags *diag.List) {
	for _, e := range i.Elements {
		for _, p := range e.Files() {
			if !i.Files.Has(p) {
				diags.Add(diag.Errorf(e.At("name"), "", "the file %s of the %s %q is missing", p, e.Kind, e.Name))
			}
		}
	}
}

// checkStrays finds the files that no element lists.
func (i *IDK) checkStrays(diags *diag.List) {
	listed := map[string]bool{element.ManifestPath: true}
	unknown := false
	for _, e := range i.Elements {
		listed[e.Path] = true
		for _, p := range e.Files() {
			listed[p] = true
		}
		if !e.Kind.Known() {
			unknown = true
			diags.Add(diag.Warningf(e.At("type"), "", "the type %q is not known: neither the element nor its files are checked", e.Kind))
		}
	}
	if unknown || len(i.Elements) < len(i.Manifest.Parts) {
		return // who knows what the others list
	}
	var strays []string
	for _, p := range i.Files.Paths() {
		if !listed[p] && !strings.HasPrefix(p, symbols) {
			strays = append(strays, p)
		}
	}
	for _, p := range strays[:min(len(strays), maxStrays)] {
		diags.Add(diag.Warningf(i.at(p), "", "no element lists this file"))
	}
	if more := len(strays) - maxStrays; more > 0 {
		diags.Add(diag.Warningf(i.at(""), "", "no element lists %d more files", more))
	}
}

// symbols is a directory of files that elements may list, and need not.
const symbols = ".build-id/"

// maxStrays is the number of unlisted files that are named one by one.
const maxStrays = 20

// checkNames checks that no two elements of a kind have one name: others refer
// to them by it.
func (i *IDK) checkNames(diags *diag.List) {
	first := map[string]*Element{}
	for _, e := range i.Elements {
		key := string(e.Kind) + " " + e.Name
		if e.Kind.IsTool() {
			key += " " + path.Dir(e.Path) // one for each host
		}
		if other := first[key]; other != nil {
			diags.Add(diag.Errorf(e.At("name"), "", "there are two elements of type %s with the name %q", e.Kind, e.Name).
				WithNote(other.At("name"), "the other one"))
			continue
		}
		first[key] = e
	}
}

// checkDeps checks that what elements use is there. It may be in another IDK, so
// it is a warning if it is not.
func (i *IDK) checkDeps(diags *diag.List) {
	names := map[element.Kind]map[string]bool{}
	for _, e := range i.Elements {
		if names[e.Kind] == nil {
			names[e.Kind] = map[string]bool{}
		}
		names[e.Kind][e.Name] = true
	}
	for _, e := range i.Elements {
		for _, ref := range references(e.Element) {
			if !slices.ContainsFunc(ref.kinds, func(k element.Kind) bool { return names[k][ref.name] }) {
				diags.Add(diag.Warningf(e.At(ref.key), "", "%s %q uses the %s %q, which is not in this IDK",
					e.Kind, e.Name, ref.kinds[0], ref.name))
			}
		}
	}
}

// reference is the name of an element in another.
type reference struct {
	key, name string
	kinds     []element.Kind
}

// references returns the names of other elements in an element.
func references(e *element.Element) []reference {
	cc := []element.Kind{element.CCSourceLibrary, element.CCPrebuiltLibrary}
	fidl := []element.Kind{element.FIDLLibrary}
	keys := map[string][]element.Kind{"bind_deps": {element.BindLibrary}, "fidl_deps": fidl}
	switch e.Kind {
	case element.CCSourceLibrary, element.CCPrebuiltLibrary:
		keys["deps"] = cc
	case element.FIDLLibrary, element.BindLibrary, element.DartLibrary:
		keys["deps"] = []element.Kind{e.Kind}
	}
	var refs []reference
	for _, key := range []string{"deps", "bind_deps", "fidl_deps"} {
		if kinds := keys[key]; kinds != nil {
			for _, name := range e.List(key) {
				refs = append(refs, reference{key, name, kinds})
			}
		}
	}
	bindings, _ := e.Value["fidl_binding_deps"].([]any)
	for _, b := range bindings {
		binding, _ := b.(map[string]any)
		deps, _ := binding["deps"].([]any)
		for _, d := range deps {
			if name, ok := d.(string); ok {
				refs = append(refs, reference{"fidl_binding_deps", name, fidl})
			}
		}
	}
	return refs
}

// checkShards checks that shards can be decoded, and that what they include can
// be included by all who use the IDK.
func (i *IDK) checkShards(v Verification, diags *diag.List) error {
	for _, e := range i.Elements {
		if e.Kind != element.ComponentManifest {
			continue
		}
		for _, p := range e.Files() {
			if !strings.HasSuffix(p, ".cml") || !i.Files.Has(p) {
				continue
			}
			f, err := i.read(p)
			if err != nil {
				return err
			}
			document := v.Decode(f, diags)
			if document == nil {
				continue
			}
			for _, include := range document.Include {
				i.checkInclude(include, diags)
			}
		}
	}
	return nil
}

func (i *IDK) checkInclude(include cml.Str, diags *diag.List) {
	switch {
	case strings.HasPrefix(include.Value, "//"):
		diags.Add(diag.Warningf(include.Pos, "", "%q is looked for in the workspace of whoever uses the IDK", include.Value))
	case !i.Files.Has("pkg/" + path.Clean(include.Value)):
		diags.Add(diag.Warningf(include.Pos, "", "%q is not in this IDK", include.Value))
	}
}

// blobs is the directory whose files are named after their contents.
const blobs = "packages/blobs/"

// checkContents compares contents with all that is known about them.
func (i *IDK) checkContents(ctx context.Context, v Verification, diags *diag.List) error {
	c := &contents{idk: i, v: v, diags: diags, sums: map[string]string{}}
	for _, api := range v.APIs {
		for p, sum := range api {
			c.sums[p] = sum
		}
	}
	for p := range c.sums {
		c.mustBeThere(p, "an API golden")
	}
	for p := range v.Digests {
		c.mustBeThere(p, "the list of digests")
	}
	if v.Digests != nil {
		for _, p := range i.Files.Paths() {
			if _, ok := v.Digests[p]; !ok {
				c.errorf(p, "the file is not in the list of digests")
			}
		}
	}
	digests, err := tree.Digests(ctx, i.Files, func(p string) bool { _, ok := v.Digests[p]; return ok })
	if err != nil {
		return err
	}
	for p, sum := range digests {
		if want := v.Digests[p]; sum != want {
			c.errorf(p, "the SHA-256 sum is %x, expected %x", sum, want)
		}
	}
	return i.Files.Each(ctx, func(p string) bool { return c.sums[p] != "" || strings.HasPrefix(p, blobs) }, c.check)
}

// contents is the comparison of contents with what is known of them.
type contents struct {
	idk *IDK
	v   Verification
	// sums are fingerprints of APIs by path.
	sums map[string]string

	mu    sync.Mutex
	diags *diag.List
}

func (c *contents) errorf(p, format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.diags.Add(diag.Errorf(c.idk.at(p), "", format, args...))
}

func (c *contents) mustBeThere(p, who string) {
	if !c.idk.Files.Has(p) {
		c.errorf(p, "the file is missing; %s has it", who)
	}
}

func (c *contents) check(p string, content io.Reader) error {
	if name, ok := strings.CutPrefix(p, blobs); ok {
		return c.checkBlob(p, name, content)
	}
	want := c.sums[p]
	text, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	switch sum, err := atom.Fingerprint(text); {
	case err != nil:
		c.errorf(p, "%v", err)
	case sum != want:
		c.errorf(p, "the fingerprint is %s, and the API golden has %s", sum, want)
	}
	return nil
}

// checkBlob checks that a blob is what its name says.
func (c *contents) checkBlob(p, name string, content io.Reader) error {
	root, err := merkle.Reader(content)
	if err != nil {
		return err
	}
	if root.String() != name {
		c.errorf(p, "the blob has the merkle root %s, which is not its name", root)
	}
	return nil
}
