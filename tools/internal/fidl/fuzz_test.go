package fidl_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzDecode checks that what is accepted is given back byte for byte, in both forms.
func FuzzDecode(f *testing.F) {
	for _, seed := range []*everything{{}, full()} {
		b, err := all.Encode(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		value, unknown, err := all.Decode(b)
		if err != nil || len(unknown) > 0 {
			return
		}
		again, err := all.Encode(value)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b, again) {
			t.Fatalf("decoded %x, encoded %x", b, again)
		}
		text, err := all.Print(value)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := all.Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(value, parsed); diff != "" {
			t.Fatalf("parsed (-want +got):\n%s", diff)
		}
	})
}

// FuzzParse checks that what is accepted has one JSON form and, within the bounds, one encoding.
func FuzzParse(f *testing.F) {
	for _, seed := range []*everything{{}, full()} {
		text, err := all.Print(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"text": "\ud83d\ude00\u0000", "painting": {"color": "red", "shape": "round", "rights": ["0x5"]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		value, err := all.Parse(text)
		if err != nil {
			return
		}
		printed, err := all.Print(value)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := all.Parse(printed)
		if err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
		if diff := cmp.Diff(value, parsed); diff != "" {
			t.Fatalf("parsed again (-want +got):\n%s", diff)
		}
		b, err := all.Encode(value)
		if err != nil {
			return // beyond a bound
		}
		decoded, _, err := all.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(value, decoded); diff != "" {
			t.Fatalf("decoded (-want +got):\n%s", diff)
		}
	})
}
