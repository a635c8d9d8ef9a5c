package marshal

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sampleCode is a code object with the flag for references and with two equal
// names that are two objects: what CPython 3.12 writes for "def f(x): return x".
const sampleCode = "\xe3" + "\x01\x00\x00\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00" + "\x01\x00\x00\x00" + "\x03\x00\x00\x00" +
	"\xf3\x04\x00\x00\x00\x97\x00|\x00" + "\xa9\x01N" + "\xa9\x00" + "\xa9\x01\xda\x01x" + "\xf3\x01\x00\x00\x00&" +
	"\xfa\x07<stdin>" + "\xda\x01f" + "z\x01f" + "\x01\x00\x00\x00" + "\xf3\x02\x00\x00\x00\x80\x00" + "\xf3\x00\x00\x00\x00"

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a reference that nothing uses", "\xee\x07\x00\x00\x00", ""}, // no type
		{"flags without use are dropped", "\xfa\x05a b c", "z\x05a b c"},
		{"equal strings are merged", "(\x02\x00\x00\x00z\x03abcz\x03abc", ")\x02\xda\x03abcr\x00\x00\x00\x00"},
		{"names are interned", ")\x02z\x02abZ\x03a b", ")\x02Z\x02abz\x03a b"},
		{"types are kept apart", ")\x04i\x01\x00\x00\x00Tg\x00\x00\x00\x00\x00\x00\xf0?s\x01\x00\x00\x00\x01", ")\x04i\x01\x00\x00\x00Tg\x00\x00\x00\x00\x00\x00\xf0?s\x01\x00\x00\x00\x01"},
		{"signs of zero are kept apart", ")\x02g\x00\x00\x00\x00\x00\x00\x00\x00g\x00\x00\x00\x00\x00\x00\x00\x80", ")\x02g\x00\x00\x00\x00\x00\x00\x00\x00g\x00\x00\x00\x00\x00\x00\x00\x80"},
		{"text of numbers", ")\x02f\x031.0x\x010\x012", ")\x02g\x00\x00\x00\x00\x00\x00\xf0?y\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00@"},
		{"integers are as short as they can be", ")\x02I\xff\xff\xff\xff\xff\xff\xff\xffl\x01\x00\x00\x00\x05\x00", ")\x02i\xff\xff\xff\xffi\x05\x00\x00\x00"},
		{"large integers", ")\x02l\xfd\xff\xff\xff\x01\x00\x00\x00\x04\x00I\x00\x00\x00\x00\x01\x00\x00\x00", ")\x02l\xfd\xff\xff\xff\x01\x00\x00\x00\x04\x00l\x03\x00\x00\x00\x00\x00\x00\x00\x04\x00"},
		{"small values need no references", ")\x04z\x01xz\x01xNN", ")\x04Z\x01xZ\x01xNN"},
		{"tuples are merged from inside", ")\x02)\x01i\x00\x10\x00\x00)\x01i\x00\x10\x00\x00", ")\x02\xa9\x01i\x00\x10\x00\x00r\x00\x00\x00\x00"},
		{"frozensets are sorted", ">\x03\x00\x00\x00z\x02bbi\x01\x00\x00\x00z\x02aa", ">\x03\x00\x00\x00i\x01\x00\x00\x00Z\x02aaZ\x02bb"},
		{"equal frozensets are merged", ")\x02>\x02\x00\x00\x00z\x01bz\x01a>\x02\x00\x00\x00z\x01az\x01b", ")\x02\xbe\x02\x00\x00\x00Z\x01aZ\x01br\x00\x00\x00\x00"},
		{"frozensets of tuples", ">\x03\x00\x00\x00)\x01N)\x01T)\x01N", ">\x02\x00\x00\x00)\x01N)\x01T"},
		{"lists are not merged", ")\x02[\x00\x00\x00\x00[\x00\x00\x00\x00", ")\x02[\x00\x00\x00\x00[\x00\x00\x00\x00"},
		{"one list twice", ")\x02\xdb\x00\x00\x00\x00r\x00\x00\x00\x00", ")\x02\xdb\x00\x00\x00\x00r\x00\x00\x00\x00"},
		{"slices", ")\x02:i\x00\x00\x00\x00NN:i\x00\x00\x00\x00NN", ")\x02\xbai\x00\x00\x00\x00NNr\x00\x00\x00\x00"},
		{"dict", "{z\x01bN\xfa\x01aT0", "{Z\x01bNZ\x01aT0"},
		{"lone surrogates", "u\x03\x00\x00\x00\xed\xa0\x80", "u\x03\x00\x00\x00\xed\xa0\x80"},
		{"code", sampleCode, "c" + sampleCode[1:21] +
			"s\x04\x00\x00\x00\x97\x00|\x00" + ")\x01N" + ")\x00" + ")\x01Z\x01x" + "s\x01\x00\x00\x00&" +
			"z\x07<stdin>" + "Z\x01f" + "Z\x01f" + "\x01\x00\x00\x00" + "s\x02\x00\x00\x00\x80\x00" + "s\x00\x00\x00\x00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Canonical([]byte(c.in))
			if c.want == "" {
				if err == nil {
					t.Errorf("got %q, want an error", got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "byte 0: the stream ends too early"},
		{"more", "NN", "byte 1: there is more behind the object"},
		{"null", "0", "byte 0: 0x30 is no type"},
		{"size", "s\x05\x00\x00\x00abc", "byte 1: a size of 5 is more than there is"},
		{"negative size", "[\xff\xff\xff\xff", "byte 1: a size of -1 is more than there is"},
		{"short size", "z\x05abc", "byte 1: a size of 5 is more than there is"},
		{"reference", "r\x00\x00\x00\x00", "byte 1: a reference to object 0 of 0"},
		{"itself", "\xa9\x01r\x00\x00\x00\x00", "byte 3: a reference to an object from inside it"},
		{"not ASCII", "z\x02a\xff", "byte 3: a string of ASCII has the byte 0xff"},
		{"not UTF-8", "u\x02\x00\x00\x00a\xff", "byte 6: a string is not UTF-8"},
		{"digit", "l\x01\x00\x00\x00\x00\x80", "byte 5: a digit of an integer is wrong"},
		{"leading zero", "l\x02\x00\x00\x00\x01\x00\x00\x00", "byte 7: a digit of an integer is wrong"},
		{"number", "f\x01x", "byte 2: a text is no number"},
		{"depth", strings.Repeat(")\x01", 3000) + "N", "byte 4002: an object lies more than 2000 levels deep"},
		{"kind in code", strings.Replace(sampleCode, "\xf3\x04\x00\x00\x00\x97\x00|\x00", "N", 1), "byte 21: a code object has a None where a bytes should be"},
		{"name in code", strings.Replace(sampleCode, "\xa9\x01\xda\x01x", "\xa9\x01N", 1), "a name in a code object is a None"},
		{"dict", "{N", "byte 2: the stream ends too early"},
		{"list in set", "<\x01\x00\x00\x00[\x00\x00\x00\x00", "byte 0: a set has a value that can change"},
		{"list as key", "{[\x00\x00\x00\x00N0", "byte 0: the key of a dict is a value that can change"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Canonical([]byte(c.in))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestSharingDoesNotExplode reads a tuple whose expansion would have 2^1000
// items.
func TestSharingDoesNotExplode(t *testing.T) {
	in := []byte(strings.Repeat("\xa9\x02", 1000) + "NN")
	for i := 998; i >= 0; i-- {
		in = append(in, 'r', byte(i+1), byte((i+1)>>8), 0, 0)
	}
	in = append([]byte(">\x01\x00\x00\x00"), in...)
	got, err := Canonical(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) > len(in) {
		t.Errorf("%d bytes became %d", len(in), len(got))
	}
}

func TestValuesComeBack(t *testing.T) {
	value := map[string]any{
		"none": nil, "true": true, "false": false, "é": "ü\n", "bytes": []byte{0, 255},
		"ints":  Tuple{int64(0), int64(-1), int64(math.MaxInt32), int64(math.MinInt32), int64(math.MaxInt32 + 1), int64(math.MinInt64), int64(math.MaxInt64), uint64(math.MaxUint64)},
		"list":  []any{"", strings.Repeat("x", 300), Tuple{}},
		"large": make(Tuple, 300),
		"dict":  map[string]any{},
	}
	data, err := AppendValue(nil, value)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseValue(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(any(value), got); diff != "" {
		t.Error(diff)
	}
	if _, err := Parse(data); err != nil {
		t.Errorf("values are no objects: %v", err)
	}
	for name, in := range map[string]string{
		"a reference": "\xe9", "a set": "<\x00\x00\x00\x00", "a key": "{NN0", "a key twice": "{z\x01aNz\x01aN0", "more": "NN",
		"65 bits": "l\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x20\x00", "depth": strings.Repeat(")\x01", 3000) + "N",
	} {
		if v, err := ParseValue([]byte(in)); err == nil {
			t.Errorf("%s: got %v, want an error", name, v)
		}
	}
	if _, err := AppendValue(nil, "\xff"); err == nil {
		t.Error("a string that is not UTF-8 was written")
	}
}

func TestPythonReadsValues(t *testing.T) {
	data, err := AppendValue(nil, map[string]any{"a": Tuple{uint64(math.MaxUint64), int64(math.MinInt64), "é", []byte("b"), nil, true, []any{-1}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "{z\x01a)\x07l\x05\x00\x00\x00"; !bytes.HasPrefix(data, []byte(want)) {
		t.Errorf("got %q, want %q first", data, want)
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add([]byte(sampleCode))
	f.Add([]byte(")\x02>\x02\x00\x00\x00z\x01bz\x01a>\x02\x00\x00\x00z\x01az\x01b"))
	f.Add([]byte("{z\x01bN\xfa\x01aT0"))
	f.Add([]byte(")\x02l\xfd\xff\xff\xff\x01\x00\x00\x00\x04\x00I\x00\x00\x00\x00\x01\x00\x00\x00"))
	f.Add([]byte(")\x03f\x031.0x\x010\x012:NN.\xdb\x01\x00\x00\x00S"))
	f.Add([]byte("<\x02\x00\x00\x00)\x01u\x02\x00\x00\x00\xc3\xa9>\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := Canonical(data)
		if err != nil {
			return
		}
		twice, err := Canonical(once)
		if err != nil {
			t.Fatalf("canonical form %q: %v", once, err)
		}
		if !bytes.Equal(once, twice) {
			t.Errorf("got %q, then %q", once, twice)
		}
	})
}

func FuzzParseValue(f *testing.F) {
	f.Add([]byte("{z\x01aN0"))
	f.Add([]byte(")\x02[\x01\x00\x00\x00s\x01\x00\x00\x00xl\x01\x00\x00\x00\x05\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := ParseValue(data)
		if err != nil {
			return
		}
		out, err := AppendValue(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseValue(out)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, again); diff != "" {
			t.Error(diff)
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	// A tuple of code objects whose names differ, as a large module has it.
	in := appendSize([]byte{typeTuple}, 2000)
	for i := range 2000 {
		in = append(in, strings.ReplaceAll(sampleCode, "<stdin>", "<"+strings.Repeat(string(rune('a'+i%26)), 5)+">")...)
	}
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, err := Canonical(in); err != nil {
			b.Fatal(err)
		}
	}
}
