package hpa

// The kinds of archives, which META has under "kind".
const (
	KindBundle  = "bundle"  // a program
	KindLibrary = "library" // modules that programs are linked of, or that several share
	KindRuntime = "runtime" // an interpreter, compressed
	KindStdlib  = "stdlib"  // the standard library of an interpreter
)

// Meta is what an archive says of itself. It has values that marshal.AppendValue
// takes.
type Meta map[string]any

// Kind is one of the kinds.
func (m Meta) Kind() string { return m.Text("kind") }

// Text returns a string, "" if there is none.
func (m Meta) Text(key string) string {
	s, _ := m[key].(string)
	return s
}

// Texts returns the strings of a list.
func (m Meta) Texts(key string) []string {
	items, _ := m[key].([]any)
	var out []string
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
