package json5

import (
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func FuzzParse(f *testing.F) {
	for _, tt := range refusals {
		f.Add(tt.text)
	}
	for _, tt := range readings {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var diags, tokenDiags diag.List
		file := diag.NewFile("f", []byte(text))
		doc := Parse(file, &diags)
		if (doc == nil) != diags.HasErrors() || diags.Len() > 1 {
			t.Fatalf("document %v with findings %v", doc, diags.Err())
		}
		for _, d := range diags.All() {
			if d.Pos.Offset < 0 || int(d.Pos.Offset) > len(text) || strings.ContainsFunc(d.Msg+d.Hint, unicode.IsControl) {
				t.Errorf("bad finding %+v", d)
			}
		}

		tokens := Tokens(file, &tokenDiags)
		if tokens == nil && tokenDiags.Len() == 0 && text != "" {
			t.Fatal("neither tokens nor findings")
		}
		if tokens != nil {
			at := int32(0)
			for _, token := range tokens {
				if token.Start != at || token.End <= at {
					t.Fatalf("token %+v follows offset %d", token, at)
				}
				at = token.End
			}
			if int(at) != len(text) {
				t.Fatalf("the tokens end at %d of %d", at, len(text))
			}
		}
		if got, want := doc != nil, tokens != nil && accepts(text, tokens); got != want {
			t.Fatalf("Parse accepts: %v, the token parser: %v", got, want)
		}

		var allDiags diag.List
		tree := ParseAll(file, &allDiags)
		if (tree == nil) != allDiags.HasErrors() {
			t.Fatalf("ParseAll returned %v with findings %v", tree, allDiags.Err())
		}
		if doc == nil {
			checkJSON(t, text, nil)
			return
		}
		if list := values(tree); len(list) != 1 || !reflect.DeepEqual(list[0], doc.Root) {
			t.Fatalf("ParseAll returned %v, want %v", list, doc.Root)
		}
		checkTree(t, tree)
		checkOffsets(t, text, &doc.Root, 0, int32(len(text)))
		printed := encode(doc.Root)
		if again := value(t, printed); encode(*again) != printed {
			t.Fatalf("printed as %s, which reads as %s", printed, encode(*again))
		}
		checkJSON(t, text, &doc.Root)
	})
}

// checkOffsets checks that values lie in order within their container, and that
// strings are what stands at their place.
func checkOffsets(t *testing.T, text string, v *Value, from, to int32) {
	if v.Start < from || v.End > to || v.Start >= v.End {
		t.Fatalf("value %+v does not lie in %d to %d", v, from, to)
	}
	switch source := text[v.Start:v.End]; v.Kind {
	case String:
		if Unquote(source) != v.Text {
			t.Fatalf("string %s says %q, want %q", source, v.Text, Unquote(source))
		}
	case Array, Object:
		from, to = v.Start+1, v.End-1
	default:
		if source != v.Text {
			t.Fatalf("%s has the text %s", source, v.Text)
		}
	}
	for i := range v.Elems {
		checkOffsets(t, text, &v.Elems[i], from, to)
		from = v.Elems[i].End
	}
	for i := range v.Members {
		m := &v.Members[i]
		if m.KeyStart < from || Unquote(text[m.KeyStart:m.KeyEnd]) != m.Key {
			t.Fatalf("key %+v stands at the wrong place", m)
		}
		checkOffsets(t, text, &m.Value, m.KeyEnd, to)
		from = m.Value.End
	}
}

// checkTree checks how the nodes of a tree refer to each other.
func checkTree(t *testing.T, tree *Tree) {
	t.Helper()
	for i, n := range tree.Nodes {
		count, at := int32(0), int32(i)+1
		for ; at < n.Next; count++ {
			at = tree.Nodes[at].Next
		}
		if at != n.Next || count != n.Count || int(n.Next) > len(tree.Nodes) {
			t.Fatalf("node %d is %+v, but has %d items up to %d", i, n, count, at)
		}
	}
}

// encode writes a value as JSON, but for numbers, which stay as they are.
func encode(v Value) string {
	quote := func(s string) string {
		b, _ := json.Marshal(s)
		return string(b)
	}
	var items []string
	switch v.Kind {
	case String:
		return quote(v.Text)
	case Array:
		for _, e := range v.Elems {
			items = append(items, encode(e))
		}
		return "[" + strings.Join(items, ",") + "]"
	case Object:
		for _, m := range v.Members {
			items = append(items, quote(m.Key)+":"+encode(m.Value))
		}
		return "{" + strings.Join(items, ",") + "}"
	}
	return v.Text
}

// checkJSON checks that JSON means in JSON5 what it means in JSON. Not compared
// are the few texts that the standard library reads and this dialect does not.
func checkJSON(t *testing.T, text string, root *Value) {
	lower := strings.ToLower(text)
	if strings.Contains(lower, `\ud`) || strings.ContainsAny(text, "\u2028\u2029") || !utf8.ValidString(text) ||
		strings.Count(text, "{")+strings.Count(text, "[") > MaxDepth || !json.Valid([]byte(text)) {
		return
	}
	if root == nil {
		t.Fatal("this JSON is refused")
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var want any
	if err := d.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if got := plain(*root); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

// plain converts a value to what package json makes of it.
func plain(v Value) any {
	switch v.Kind {
	case String:
		return v.Text
	case Number:
		return json.Number(v.Text)
	case Bool:
		return v.Text == "true"
	case Array:
		items := []any{}
		for _, e := range v.Elems {
			items = append(items, plain(e))
		}
		return items
	case Object:
		members := map[string]any{}
		for _, m := range v.Members {
			members[m.Key] = plain(m.Value)
		}
		return members
	}
	return nil
}

func FuzzNumbers(f *testing.F) {
	for _, text := range []string{
		"0", "-1", "+7", "9223372036854775807", "-9223372036854775809", "0xffffffff", "0x100000000", "-0x1",
		"1.5", ".5", "5.", "1e400", "1e-400", "Infinity", "-NaN", "0XAb",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := Parse(diag.NewFile("f", []byte(text)), new(diag.List))
		if doc == nil || doc.Root.Kind != Number {
			return
		}
		v := &doc.Root
		got, err := v.Int64()
		want, integer := new(big.Int), v.IsInteger()
		if integer {
			if _, ok := want.SetString(v.Text, 0); !ok {
				t.Fatalf("%s is an integer for IsInteger only", v.Text)
			}
		}
		fits := integer && want.IsInt64()
		if isHex(v.Text) {
			fits = integer && want.IsUint64() && want.Uint64() < 1<<32 && v.Text[0] == '0'
		}
		if (err == nil) != fits || fits && got != want.Int64() {
			t.Fatalf("Int64 of %s = %d, %v; want %v, fits: %v", v.Text, got, err, want, fits)
		}
		if _, err := v.Float64(); integer && (err == nil) != fits {
			t.Fatalf("Float64 of %s: %v, fits: %v", v.Text, err, fits)
		}
	})
}
