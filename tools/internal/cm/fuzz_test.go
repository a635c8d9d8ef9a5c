package cm_test

import (
	"bytes"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

// FuzzDecode checks that a file that is accepted is given back byte for byte, directly and by way of its JSON form.
func FuzzDecode(f *testing.F) {
	for _, name := range vectorNames(f) {
		f.Add(vector(f, name))
	}
	file, err := cm.Encode(full(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Fuzz(func(t *testing.T, file []byte) {
		c, unknown, err := cm.Inspect(file)
		if err != nil || len(unknown) > 0 {
			return
		}
		again, err := cm.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file, again) {
			t.Fatalf("decoded %x, encoded %x", file, again)
		}
		var text bytes.Buffer
		if err := cm.Print(&text, c); err != nil {
			t.Fatal(err)
		}
		parsed, err := cm.Parse(text.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, text.String())
		}
		again, err = cm.Encode(parsed)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file, again) {
			t.Fatalf("decoded %x, encoded from JSON %x", file, again)
		}
	})
}

// FuzzParse checks that printing is idempotent: a text that is accepted has one printed form.
func FuzzParse(f *testing.F) {
	for _, c := range []*cm.Component{hello(), routing(), facets(), full(f)} {
		var text bytes.Buffer
		if err := cm.Print(&text, c); err != nil {
			f.Fatal(err)
		}
		f.Add(text.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := cm.Parse(text)
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := cm.Print(&first, c); err != nil {
			t.Fatal(err)
		}
		c, err = cm.Parse(first.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, first.String())
		}
		if err := cm.Print(&second, c); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatalf("printed %s, then %s", first.String(), second.String())
		}
	})
}
