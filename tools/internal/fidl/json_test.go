package fidl_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

// everything has a member of each kind.
type everything struct {
	Bool     *bool      `fidl:"1,bool"`
	Small    *int8      `fidl:"2,small"`
	Large    *uint64    `fidl:"3,large"`
	Text     *string    `fidl:"4,text"`
	List     []string   `fidl:"5,list"`
	Digest   *digest    `fidl:"6,digest"`
	Union    sizes      `fidl:"7,union"`
	Painting *painting  `fidl:"8,painting"`
	Texts    []text     `fidl:"9,texts"`
	Tables   []table32  `fidl:"10,tables"`
	Signed   *signed    `fidl:"11,signed"`
	Lists    *lists     `fidl:"12,lists"`
	Numbers  []uint8    `fidl:"13,numbers"`
	Empty    *emptyOnly `fidl:"14,empty"`
}

type emptyOnly struct {
	_ struct{} `fidl:"table"`
}

var all = fidl.Lazy[everything](later(append(decls,
	fidl.Enum(fidl.Value[color]("red", 1), fidl.Value[color]("blue", 2)),
	fidl.StrictEnum(fidl.Value[shape]("round", 0), fidl.Value[shape]("square", 1)),
	fidl.Bits(fidl.Value[rights]("read", 1), fidl.Value[rights]("write", 2)),
)...)...)

func full() *everything {
	return &everything{
		Bool:     ptr(false),
		Small:    ptr[int8](-128),
		Large:    ptr[uint64](18446744073709551615),
		Text:     ptr("quote \" backslash \\ tab \t newline \n return \r nul \x00 é 漢 \U0001f600 </script> \u2028"),
		List:     []string{},
		Digest:   &digest{Sum: [4]byte{1, 2, 3, 255}},
		Union:    largeValue(1 << 63),
		Painting: &painting{Color: 9, Rights: 3},
		Texts:    []text{{Required: "a"}, {Optional: ptr("")}},
		Tables:   []table32{{}, {F: ptr[uint32](1)}},
		Signed:   &signed{A: -1, B: -2, C: -3, D: -9223372036854775808},
		Lists:    &lists{Required: []uint16{1, 2}, Optional: []string{"x"}},
		Numbers:  []uint8{0, 255},
		Empty:    &emptyOnly{},
	}
}

func TestPrintIsOrdinaryIndentedJSON(t *testing.T) {
	text, err := all.Print(full())
	if err != nil {
		t.Fatal(err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(indented.String(), string(text)); diff != "" {
		t.Errorf("(-indented +printed):\n%s", diff)
	}
	var generic map[string]any
	if err := json.Unmarshal(text, &generic); err != nil {
		t.Fatal(err)
	}
	if got, want := generic["text"], *full().Text; got != want {
		t.Errorf("the standard library reads %q, want %q", got, want)
	}
}

func TestParseReadsWhatPrintWrites(t *testing.T) {
	for name, value := range map[string]*everything{"full": full(), "empty": {}} {
		text, err := all.Print(value)
		if err != nil {
			t.Fatal(err)
		}
		got, err := all.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		if diff := cmp.Diff(value, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestParseAcceptsAnyLayout(t *testing.T) {
	got, err := all.Parse([]byte("\r\n\t{\"text\" :\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\r\\n\\t\\\\\\\"x\",\"list\":[ \"a\" ,\n\"b\"],\"bool\":true}\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &everything{Bool: ptr(true), Text: ptr("é\U0001f600/\b\f\r\n\t\\\"x"), List: []string{"a", "b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":                   {"", "1:1: want an object, found the end of the text"},
		"another type":              {"[]", "1:1: want an object, found a list"},
		"an object that never ends": {"{", "1:2: want a member's name in quotes, found the end of the text"},
		"a name without quotes":     {"{bool: true}", "1:2: want a member's name in quotes, found 'b'"},
		"a missing colon":           {`{"bool" true}`, `1:9: bool: want a colon, found true`},
		"a missing comma":           {"{\"bool\": true\n \"small\": 1}", `2:2: want a comma or '}', found a string`},
		"a comma at the end":        {`{"bool": true,}`, `1:15: want a member's name in quotes, found '}'`},
		"a comma at a list's end":   {`{"list": ["a",]}`, `1:15: list[1]: want a string, found ']'`},
		"a comment":                 {"{ // hm\n}", "1:3: want a member's name in quotes, found '/'"},
		"more after the value":      {"{} {}", "1:4: there is something after the value: an object"},
		"an unknown member":         {`{"tables": [{"g": 1}]}`, "1:14: tables[0].g: table32 has no such member; it has f"},
		"a member after a line end": {"{\"bool\": true,\n  \"é\": 1}", "2:3: é: everything has no such member; it has bool, small, large, text, list, digest, union, painting, texts, tables, signed, lists, numbers, empty"},
		"a table's member twice":    {"{\"bool\": true,\n  \"bool\": true}", "2:3: bool: is given twice"},
		"a struct's member twice":   {`{"digest": {"sum": "01020304", "sum": ""}}`, "1:32: digest.sum: is given twice"},
		"a struct's member missing": {`{"painting": {"color": 1}}`, `1:14: painting: the member "shape" is missing`},
		"an unknown struct member":  {`{"digest": {"som": "01020304"}}`, "1:13: digest.som: digest has no such member; it has sum"},
		"a member of an empty one":  {`{"empty": {"a": 1}}`, "1:12: empty.a: emptyOnly has no such member; it has none"},
		"null":                      {`{"text": null}`, "1:10: text: want a string, found null"},
		"a bool that is none":       {`{"bool": 1}`, "1:10: bool: want true or false, found a number"},
		"a string for a number":     {`{"small": "1"}`, "1:11: small: want an integer, found a string"},
		"a number for a string":     {`{"text": -1}`, "1:10: text: want a string, found a number"},
		"a number that is too big":  {`{"small": 128}`, "1:11: small: 128 does not fit a signed integer of 8 bits"},
		"a negative number":         {`{"large": -1}`, "1:11: large: -1 does not fit an unsigned integer of 64 bits"},
		"a fraction":                {`{"small": 1.0}`, "1:11: small: want an integer without fraction and exponent"},
		"an exponent":               {`{"small": 1e0}`, "1:11: small: want an integer without fraction and exponent"},
		"a leading zero":            {`{"small": 01}`, "1:11: small: the integer starts with a needless zero"},
		"a lone sign":               {`{"small": -}`, "1:11: small: want an integer, found a number"},
		"a string that never ends":  {`{"text": "a`, "1:10: text: the string does not end"},
		"a line end in a string":    {"{\"text\": \"a\n\"}", "1:12: text: a control character in a string must be escaped"},
		"a string that is no text":  {"{\"text\": \"\xff\"}", "1:10: text: the string is not valid UTF-8"},
		"a wrong escape":            {`{"text": "ab\x"}`, "1:13: text: no escape sequence of JSON"},
		"an escape at the end":      {`{"text": "\`, "1:11: text: no escape sequence of JSON"},
		"a wrong unit":              {`{"text": "\u12g4"}`, `1:11: text: want four hexadecimal digits after \u`},
		"a short unit":              {`{"text": "\u12`, `1:11: text: want four hexadecimal digits after \u`},
		"half a pair":               {`{"text": "\ud800x"}`, "1:11: text: half of a surrogate pair is no character"},
		"the wrong half of a pair":  {`{"text": "\udc00\ud800"}`, "1:11: text: half of a surrogate pair is no character"},
		"a broken second half":      {`{"text": "\ud800\u12"}`, `1:11: text: want four hexadecimal digits after \u`},
		"a digest of another size":  {`{"digest": {"sum": "0102"}}`, "1:20: digest.sum: want 8 hexadecimal digits"},
		"a digest of other digits":  {`{"digest": {"sum": "0102030g"}}`, "1:20: digest.sum: want 8 hexadecimal digits"},
		"a union without variant":   {`{"union": {}}`, "1:11: union: the union sizes has no variant; want one of small, large"},
		"a union of two variants":   {`{"union": {"small": 1, "large": 2}}`, "1:24: union.large: the union sizes has a second variant"},
		"an unknown variant":        {`{"union": {"medium": 1}}`, "1:12: union.medium: sizes has no such variant; it has small, large"},
		"an unknown enum value":     {`{"painting": {"color": "green"}}`, `1:24: painting.color: "green" is no color; want one of "red", "blue"`},
		"a number for a strict one": {`{"painting": {"shape": 1}}`, "1:24: painting.shape: want a string, found a number"},
		"an unknown bit":            {`{"painting": {"rights": ["read", "fly"]}}`, `1:34: painting.rights[1]: "fly" is no bit of rights; want one of "read", "write", or a number such as "0x400"`},
		"a repeated bit":            {`{"painting": {"rights": ["read", "0x3"]}}`, `1:34: painting.rights[1]: "0x3" repeats a bit`},
		"bits that do not fit":      {`{"painting": {"rights": ["0x10000000000000000"]}}`, `1:26: painting.rights[0]: "0x10000000000000000" is no bit of rights; want one of "read", "write", or a number such as "0x400"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := all.Parse([]byte(c.text))
			var syntax *fidl.JSONError
			if !errors.As(err, &syntax) {
				t.Fatalf("got error %v, want a JSONError", err)
			}
			if diff := cmp.Diff(c.want, syntax.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrintRefuses(t *testing.T) {
	if _, err := all.Print(nil); errorText(err) != "there is no value to print" {
		t.Errorf("got %v", err)
	}
	if _, err := all.Print(&everything{Text: ptr("\xff")}); errorText(err) != "text: the string is not valid UTF-8" {
		t.Errorf("got %v", err)
	}
	if _, err := chains.Print(&chain{Links: []link{nil}}); errorText(err) != "links[0]: the union link has no value" {
		t.Errorf("got %v", err)
	}
}
