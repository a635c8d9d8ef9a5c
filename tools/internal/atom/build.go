package atom

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Result is what Build makes of a declaration.
type Result struct {
	Atom *Atom
	// API is what the golden should hold; nil if the atom has none.
	API API
	// Concerns is what is wrong with what the atom depends on, and with its
	// area. It does not keep the atom from being built.
	Concerns *diag.List
}

// Build makes an atom. What is wrong with the declaration itself is returned as
// a *diag.ListError with all findings.
func Build(s *Spec, r Reader) (*Result, error) {
	b := &builder{spec: s, reader: r, at: place(s.Label), diags: &diag.List{}}
	a := b.build()
	if err := b.readError; err != nil {
		return nil, err
	}
	if err := b.diags.Err(); err != nil {
		return nil, err
	}
	// What is left are warnings.
	result := &Result{Atom: a, API: b.api, Concerns: b.diags}
	if d := s.Areas.check(b.at, a.Label, a.ID, a.Kind, a.Area); d != nil {
		result.Concerns.Add(d)
	}
	for _, dep := range s.Deps {
		result.Concerns.Add(checkEdge(b.at, a.node(), dep.Node)...)
	}
	return result, nil
}

// builder is an atom in the making.
type builder struct {
	spec   *Spec
	reader Reader
	at     diag.Pos
	diags  *diag.List
	api    API
	// readError is the first file that cannot be read.
	readError error
}

func (b *builder) errorf(format string, args ...any) *diag.Diagnostic {
	d := diag.Errorf(b.at, "", format, args...)
	b.diags.Add(d)
	return d
}

func (b *builder) build() *Atom {
	s := b.spec
	a := &Atom{
		Label: s.Label, ID: s.ID, Area: s.Area, Stable: !s.Unstable, MetaDest: s.MetaDest,
		Files: s.allFiles(), Deps: []string{},
	}
	slices.SortFunc(a.Files, func(x, y File) int { return cmp.Compare(x.Dest, y.Dest) })
	for _, dep := range s.Deps {
		a.Deps = append(a.Deps, dep.Label)
	}
	slices.Sort(a.Deps)
	a.Deps = slices.Compact(a.Deps)

	b.checkID()
	category, err := ParseCategory(s.Category)
	if err != nil {
		b.errorf("%v", err)
	}
	a.Category = category
	b.checkPaths()
	e := b.element()
	if e == nil {
		return nil
	}
	a.Kind, a.Name, a.Meta = e.Kind, e.Name, e.Value
	b.checkStability(a)
	b.checkLists(e, a)
	b.checkDirectories(e)
	b.checkAPI(a)
	b.checkShards(a)
	return a
}

// isID reports whether a text has the form of an id: segments of small letters,
// digits and -_. behind a letter or, but for the first, a digit.
func isID(s string) bool {
	path, ok := strings.CutPrefix(s, "sdk://")
	if !ok || path == "" || '0' <= path[0] && path[0] <= '9' {
		return false
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" || strings.IndexByte("-_.", segment[0]) >= 0 ||
			strings.Trim(segment, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
			return false
		}
	}
	return true
}

func (b *builder) checkID() {
	if !isID(b.spec.ID) {
		b.errorf("got the id %q, expected \"sdk://\" and a path of small letters, digits, \"-\", \"_\" and \".\"", b.spec.ID).
			WithHint("take the path of the element, such as sdk://component_manifest/%s", cmp.Or(b.spec.Name, "NAME"))
	}
}

// checkPaths checks where the files of the atom are to be in the IDK.
func (b *builder) checkPaths() {
	var names archive.Namespace[string]
	claim := func(dest, what string) {
		if err := archive.CheckName(dest); err != nil {
			b.errorf("%s cannot be %q in the IDK: %v", what, dest, err)
			return
		}
		if c := names.Add(dest, what); c != nil {
			b.errorf("%s and %s cannot both be in the IDK: %v", what, c.Owner, c)
		}
	}
	names.Add(element.ManifestPath, "the list of all elements")
	claim(b.spec.MetaDest, "the element file")
	for _, f := range b.spec.allFiles() {
		claim(f.Dest, f.Source)
	}
}

// checkStability checks that only atoms of the kinds that can be unstable are,
// and only those that everybody sees.
func (b *builder) checkStability(a *Atom) {
	switch {
	case a.Stable:
	case !a.Kind.HasStability():
		b.errorf("a %s cannot be unstable; only a %s or a %s can", a.Kind, element.CCSourceLibrary, element.FIDLLibrary).
			WithHint("take stable = False away")
	case a.Category != Partner && a.Category != "":
		b.errorf("an unstable atom must have the category %q, and this one has %q", Partner, a.Category).
			WithHint("take stable = False away, or set category = %q", Partner)
	}
}

// checkLists compares the files that the element file lists with those that the
// atom has.
func (b *builder) checkLists(e *element.Element, a *Atom) {
	if e.Kind == element.VersionHistory {
		return
	}
	has := make([]string, len(a.Files))
	for i, f := range a.Files {
		has[i] = f.Dest
	}
	listed := e.Files()
	for _, dest := range without(listed, has) {
		b.errorf("the element file lists %q, which is not among the files of the atom", dest).
			WithHint("add it to files, or take it out of the element file")
	}
	for _, dest := range without(has, listed) {
		b.errorf("the file %q of the atom is not listed in the element file", dest).
			WithHint("add it to the element file, or take it out of files")
	}
}

// checkDirectories checks that an element keeps to the directories that it
// names: whoever makes build rules from an IDK relies on that. What is built for
// several CPUs is elsewhere.
func (b *builder) checkDirectories(e *element.Element) {
	inside := func(key string, files []string) {
		dir, _ := e.Value[key].(string)
		for _, f := range files {
			if dir != "" && !strings.HasPrefix(f, dir+"/") {
				at := b.at
				if b.spec.Meta != nil {
					at = e.At(key)
				}
				b.diags.Add(diag.Errorf(at, "", "the file %s is not below the element's %s, %s", f, key, dir))
			}
		}
	}
	switch e.Kind {
	case element.CCPrebuiltLibrary, element.LoadableModule, element.Sysroot:
	default:
		inside("root", e.Files())
	}
	inside("include_dir", e.List("headers"))
	if root, _ := e.Value["root"].(string); e.Kind == element.PythonE2ETest {
		for _, f := range e.Files() {
			if strings.Count(strings.TrimPrefix(f, root+"/"), "/") == 0 {
				b.errorf("the file %s of a test must be in a directory for its API level, below %s", f, root).
					WithHint("let it be %s/<API level>/%s", root, base(f))
			}
		}
	}
}

// without returns the texts of one sorted list that are not in another.
func without(list, other []string) []string {
	var rest []string
	for _, s := range list {
		if _, found := slices.BinarySearch(other, s); !found {
			rest = append(rest, s)
		}
	}
	return rest
}

// promisesCompatibility reports whether a stable atom of a kind must have an API
// golden. Shards count when others see them: they name what the platform offers
// (RFC-0106).
func promisesCompatibility(a *Atom) bool {
	switch a.Kind {
	case element.ComponentManifest:
		return a.Category.IsExported()
	case element.CCPrebuiltLibrary, element.CCSourceLibrary, element.FIDLLibrary, element.LoadableModule, element.Sysroot:
		return a.Stable
	}
	return false
}

// checkAPI checks that there is an API where one is due, and computes it.
func (b *builder) checkAPI(a *Atom) {
	s := b.spec
	if s.API != "" && s.APIExempt != "" {
		b.errorf("there are both an API golden, %s, and a reason to have none", s.API).
			WithHint("leave out one of api and api_exempt")
	}
	if s.API == "" && s.APIExempt == "" && promisesCompatibility(a) {
		golden := "an API golden is required unless it is unstable"
		if a.Kind == element.ComponentManifest {
			golden = fmt.Sprintf("an API golden is required where the category is %q or %q", Partner, Public)
		}
		b.errorf("the atom is a %s: %s", a.Kind, golden).
			WithHint("set api = \"%s.api\", or api_exempt = \"<the reason>\"", base(a.Name))
	}
	if !a.Stable && s.API != "" {
		b.errorf("an unstable atom promises no API, and has the golden %s", s.API).
			WithHint("take api away, or stable = False")
	}
	switch {
	case s.API != "" && len(s.APIContents) == 0:
		b.errorf("there is an API golden, %s, and api_contents is missing or empty", s.API).
			WithHint("list the files that make up the API in api_contents")
		return
	case s.API == "" && len(s.APIContents) > 0:
		b.errorf("there are api_contents, and api is missing").
			WithHint("set api = \"%s.api\"", base(a.Name))
		return
	case s.API == "":
		return
	}
	b.fingerprints(a)
}

// fingerprints reads what makes up the API.
func (b *builder) fingerprints(a *Atom) {
	b.api = API{}
	for _, c := range b.spec.APIContents {
		isFile := slices.ContainsFunc(a.Files, func(f File) bool { return f.Dest == c.Dest })
		if !isFile {
			b.errorf("the API contains %q, which is not among the files of the atom", c.Dest).
				WithHint("add it to files, or take it out of api_contents")
			continue
		}
		content := b.read(c.File)
		if b.readError != nil {
			return
		}
		sum, err := Fingerprint(content)
		if err != nil {
			b.diags.Add(diag.Errorf(diag.Fixed(diag.Position{File: c.Source, Label: b.spec.Label}), "", "%v", err))
			continue
		}
		b.api[c.Dest] = sum
	}
}

// read reads a file; after the first that cannot be read it reads none.
func (b *builder) read(name string) []byte {
	if b.readError != nil {
		return nil
	}
	content, err := b.reader.ReadFile(name)
	if err != nil {
		b.readError = err
	}
	return content
}

// base returns the last part of a name.
func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
