package json5

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// value parses a text that is known to be good.
func value(t testing.TB, text string) *Value {
	t.Helper()
	var diags diag.List
	doc := Parse(diag.NewFile("f", []byte(text)), &diags)
	if doc == nil {
		t.Fatalf("Parse(%q): %v", text, diags.Err())
	}
	return &doc.Root
}

func TestInt64(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"+12", "12"},
		{"9223372036854775807", "9223372036854775807"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"0xff", "255"},
		{"0XFFFFFFFF", "4294967295"},
		{"0x00000000000000001", "1"},
		{"9223372036854775808", "integer 9223372036854775808 does not fit 64 bits, the range is -9223372036854775808 to 9223372036854775807"},
		{"-9223372036854775809", "integer -9223372036854775809 does not fit 64 bits, the range is -9223372036854775808 to 9223372036854775807"},
		{"0x100000000", "hexadecimal number 0x100000000 does not fit 32 bits"},
		{"-0x1", "hexadecimal number -0x1 cannot have a sign"},
		{"+0x1", "hexadecimal number +0x1 cannot have a sign"},
		{"5.", "expected an integer, found floating-point number 5."},
		{"1e3", "expected an integer, found floating-point number 1e3"},
		{"Infinity", "expected an integer, found floating-point number Infinity"},
		{"-NaN", "expected an integer, found floating-point number -NaN"},
		{`"5"`, `expected an integer, found string "5"`},
		{"null", "expected an integer, found null"},
		{"true", "expected an integer, found boolean true"},
		{"[]", "expected an integer, found array"},
		{"{}", "expected an integer, found object"},
	} {
		n, err := value(t, tt.text).Int64()
		got := fmt.Sprint(n)
		if err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(got, tt.want); diff != "" {
			t.Errorf("Int64 of %s (-got +want):\n%s", tt.text, diff)
		}
	}
}

func TestFloat64(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"5.", 5},
		{"-.5", -.5},
		{"+1e3", 1000},
		{"1e-999", 0},
		{"12", 12},
		{"0x10", 16},
		{"Infinity", math.Inf(1)},
		{"-Infinity", math.Inf(-1)},
		{"+Infinity", math.Inf(1)},
	} {
		if got, err := value(t, tt.text).Float64(); err != nil || got != tt.want {
			t.Errorf("Float64 of %s = %v, %v, want %v", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"NaN", "-NaN", "+NaN"} {
		if got, err := value(t, text).Float64(); err != nil || !math.IsNaN(got) {
			t.Errorf("Float64 of %s = %v, %v, want NaN", text, got, err)
		}
	}
	for _, tt := range []struct{ text, want string }{
		{"1e999", "number 1e999 is too large for a floating-point number"},
		{"99999999999999999999", "integer 99999999999999999999 does not fit 64 bits, the range is -9223372036854775808 to 9223372036854775807"},
		{"-0x10", "hexadecimal number -0x10 cannot have a sign"},
		{"'x'", `expected a number, found string "x"`},
	} {
		_, err := value(t, tt.text).Float64()
		if err == nil {
			t.Errorf("Float64 of %s succeeded, want %q", tt.text, tt.want)
		} else if diff := cmp.Diff(err.Error(), tt.want); diff != "" {
			t.Errorf("Float64 of %s (-got +want):\n%s", tt.text, diff)
		}
	}
}

func TestDescribe(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"null", "null"},
		{"false", "boolean false"},
		{"-0x10", "integer -0x10"},
		{"1.5", "number 1.5"},
		{`'say "x"'`, `string "say \"x\""`},
		{"'" + strings.Repeat("a", 100) + "'", `string "` + strings.Repeat("a", 60) + `…"`},
		{"[1]", "array"},
		{"{a:1}", "object"},
	} {
		if got := value(t, tt.text).Describe(); got != tt.want {
			t.Errorf("Describe of %s = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestLargeContainers(t *testing.T) {
	const n = 5000
	v := value(t, "["+strings.Repeat("{a:[1,2],        b:[]},", n)+"]")
	if len(v.Elems) != n {
		t.Fatalf("got %d elements, want %d", len(v.Elems), n)
	}
	for i := range v.Elems {
		if got, want := show(v.Elems[i]), `{"a":[1 2] "b":[]}`; got != want {
			t.Fatalf("element %d is %s, want %s", i, got, want)
		}
	}
}

func TestGetReturnsTheLastMember(t *testing.T) {
	v := value(t, "{a:1,b:2,a:3}")
	if got := v.Get("a"); got == nil || got.Text != "3" {
		t.Errorf("Get(a) = %v, want 3", got)
	}
	if got := v.Get("c"); got != nil {
		t.Errorf("Get(c) = %v, want nil", got)
	}
}

func TestOffsets(t *testing.T) {
	const text = ` { "a\n" : [ 'x' , { } ] , b : -1 } `
	v := value(t, text)
	of := func(start, end int32) string { return text[start:end] }
	a, b := v.Members[0], v.Members[1]
	got := []string{
		of(v.Start, v.End),
		of(a.KeyStart, a.KeyEnd), of(a.Value.Start, a.Value.End),
		of(a.Value.Elems[0].Start, a.Value.Elems[0].End), of(a.Value.Elems[1].Start, a.Value.Elems[1].End),
		of(b.KeyStart, b.KeyEnd), of(b.Value.Start, b.Value.End),
	}
	want := []string{
		`{ "a\n" : [ 'x' , { } ] , b : -1 }`,
		`"a\n"`, `[ 'x' , { } ]`,
		`'x'`, `{ }`,
		`b`, `-1`,
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}
