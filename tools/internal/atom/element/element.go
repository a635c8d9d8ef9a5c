package element

import (
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// Element is the content of an element file.
type Element struct {
	// Path is where the file is in the IDK.
	Path string
	Kind Kind
	Name string
	// Value is the whole file.
	Value map[string]any

	file *diag.File
	tree *json5.Value
}

// Parse reads and checks an element file that is at a path in an IDK. A kind
// that is not known is no error here, but all there is to say about the file is
// its kind and its name. Parse returns nil if it added an error.
func Parse(p string, f *diag.File, diags *diag.List) *Element {
	found := &diag.List{}
	defer diags.Merge(found)
	tree := parseJSON(f, found)
	if tree == nil {
		return nil
	}
	if tree.Root.Kind != json5.Object {
		found.Add(diag.Errorf(f.At(int(tree.Root.Start)), "", "got %s, expected an object", describe(&tree.Root)))
		return nil
	}
	head := &tree.Root
	if data := head.Get("data"); head.Get("type") == nil && data != nil && data.Kind == json5.Object {
		head = data // a version history is wrapped
	}
	e := &Element{Path: p, Value: valueOf(&tree.Root).(map[string]any), file: f, tree: &tree.Root}
	for _, key := range []string{"type", "name"} {
		switch v := head.Get(key); {
		case v == nil:
			found.Add(diag.Errorf(f.At(int(head.Start)), "", "the key %q is missing", key))
		case v.Kind != json5.String:
			found.Add(diag.Errorf(f.At(int(v.Start)), "", "%q: got %s, expected a text", key, describe(v)))
		case key == "type":
			e.Kind = Kind(v.Text)
		default:
			e.Name = v.Text
		}
	}
	if found.HasErrors() {
		return nil
	}
	if s := schemas()[e.Kind.PartType()]; s != nil && e.Kind.Known() {
		c := &checker{f, SchemaFile(s.name), found}
		c.check(&tree.Root, s.shape, "")
	}
	if found.HasErrors() {
		return nil
	}
	return e
}

// New returns the element of a value that was made and not read.
func New(p string, value map[string]any, diags *diag.List) *Element {
	return Parse(p, diag.NewFile(p, Marshal(value)), diags)
}

// At returns the place of a top-level key in the file, that of the file if the
// key is not there.
func (e *Element) At(key string) diag.Pos {
	if v := e.tree.Get(key); v != nil {
		return e.file.At(int(v.Start))
	}
	return e.file.At(int(e.tree.Start))
}

// Text returns the bytes that were read.
func (e *Element) Text() []byte { return e.file.Text }

// Stable reports whether compatibility is promised.
func (e *Element) Stable() bool {
	if !e.Kind.HasStability() {
		return true
	}
	stable, _ := e.Value["stable"].(bool)
	return stable
}

// List returns the texts of a top-level list, such as "deps".
func (e *Element) List(key string) []string {
	values, _ := e.Value[key].([]any)
	var texts []string
	for _, v := range values {
		if s, ok := v.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

// Files returns the paths of all files that the element lists, sorted, each
// once. The element file is not among them.
func (e *Element) Files() []string {
	s := schemas()[e.Kind.PartType()]
	if s == nil || !e.Kind.Known() {
		return nil
	}
	var files []string
	e.collect(e.Value, s.shape, &files)
	slices.Sort(files)
	return slices.Compact(files)
}

// collect adds the paths of files in a value.
func (e *Element) collect(value any, s *shape, files *[]string) {
	switch v := value.(type) {
	case string:
		switch {
		case s.is == file, s.is == sibling && strings.Contains(v, "/"):
			*files = append(*files, v)
		case s.is == sibling:
			*files = append(*files, path.Join(path.Dir(e.Path), v))
		}
	case []any:
		for _, elem := range v {
			e.collect(elem, s.of, files)
		}
	case map[string]any:
		for key, member := range v {
			of := s.of
			if f := s.field(key); f != nil {
				of = f.shape
			}
			if of != nil {
				e.collect(member, of, files)
			}
		}
	}
}
