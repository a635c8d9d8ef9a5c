package element

import (
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// parseJSON reads a text of plain JSON, with places. It returns nil if it added
// an error.
func parseJSON(f *diag.File, diags *diag.List) *json5.Document {
	if !utf8.Valid(f.Text) {
		diags.Add(diag.Errorf(f.At(invalid(f.Text)), "", "this is not JSON: the text is not UTF-8"))
		return nil
	}
	var raw json.RawMessage
	if err := json.Unmarshal(f.Text, &raw); err != nil {
		offset := len(f.Text)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = max(0, int(syntax.Offset)-1)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) || offset >= len(f.Text) || err.Error() == "unexpected end of JSON input" {
			diags.Add(diag.Errorf(f.At(len(f.Text)), "", "the JSON text ends too early"))
		} else {
			diags.Add(diag.Errorf(f.At(offset), "", "this is not JSON: %v", err))
		}
		return nil
	}
	// All JSON is JSON5, but for what the limits of ours refuse.
	tree := json5.Parse(f, diags)
	if tree == nil || repeats(f, &tree.Root, diags) {
		return nil
	}
	return tree
}

// invalid returns the offset of the first byte that is no UTF-8.
func invalid(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(text)
}

// repeats reports whether an object has a key twice: readers differ in which
// one they take.
func repeats(f *diag.File, v *json5.Value, diags *diag.List) bool {
	found := false
	seen := make(map[string]int32, len(v.Members))
	for i := range v.Members {
		m := &v.Members[i]
		if first, ok := seen[m.Key]; ok {
			diags.Add(diag.Errorf(f.At(int(m.KeyStart)), "", "the key %q is there twice", m.Key).
				WithNote(f.At(int(first)), "first here"))
			found = true
		}
		seen[m.Key] = m.KeyStart
		found = repeats(f, &m.Value, diags) || found
	}
	for i := range v.Elems {
		found = repeats(f, &v.Elems[i], diags) || found
	}
	return found
}

// valueOf returns a value as encoding/json would: numbers are json.Number.
func valueOf(v *json5.Value) any {
	switch v.Kind {
	case json5.Bool:
		return v.Text == "true"
	case json5.Number:
		return json.Number(v.Text)
	case json5.String:
		return v.Text
	case json5.Array:
		elems := make([]any, len(v.Elems))
		for i := range v.Elems {
			elems[i] = valueOf(&v.Elems[i])
		}
		return elems
	case json5.Object:
		members := make(map[string]any, len(v.Members))
		for i := range v.Members {
			members[v.Members[i].Key] = valueOf(&v.Members[i].Value)
		}
		return members
	}
	return nil
}
