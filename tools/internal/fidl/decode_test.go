package fidl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

type (
	flags struct {
		On  bool   `fidl:"on"`
		Num uint32 `fidl:"num"`
	}

	flagTable struct {
		On *bool `fidl:"1,on"`
	}

	text struct {
		Required string  `fidl:"required" max:"4"`
		Optional *string `fidl:"optional,optional" max:"4"`
	}

	lists struct {
		Required []uint16 `fidl:"required" max:"3"`
		Optional []string `fidl:"optional,optional" max:"2,4"`
	}

	digest struct {
		Sum [4]byte `fidl:"sum"`
	}

	signed struct {
		A int8  `fidl:"a"`
		B int16 `fidl:"b"`
		C int32 `fidl:"c"`
		D int64 `fidl:"d"`
	}

	maybe struct {
		U sizes `fidl:"u,optional"`
	}
)

func TestValuesOutsideTheConformanceSuite(t *testing.T) {
	const present, absent = "ffffffffffffffff", "0000000000000000 0000000000000000"
	t.Run("absent optional string", conforms(text{Required: "é"},
		"0200000000000000 "+present+" "+absent+" c3a9000000000000"))
	t.Run("empty strings have no content", conforms(text{Optional: ptr("")},
		"0000000000000000 "+present+" 0000000000000000 "+present))
	t.Run("absent vector differs from empty", conforms(lists{Required: []uint16{}},
		"0000000000000000 "+present+" "+absent))
	t.Run("vector content is padded", conforms(lists{Required: []uint16{1, 2, 3}, Optional: []string{}},
		"0300000000000000 "+present+" 0000000000000000 "+present+" 0100020003000000"))
	t.Run("elements come before their content", conforms(lists{Required: []uint16{}, Optional: []string{"a", "b"}},
		"0000000000000000 "+present+" 0200000000000000 "+present+" 0100000000000000 "+present+" 0100000000000000 "+present+" 6100000000000000 6200000000000000"))
	t.Run("array of bytes", conforms(digest{Sum: [4]byte{0xde, 0xad, 0xbe, 0xef}},
		"deadbeef00000000"))
	t.Run("signed integers", conforms(signed{A: -1, B: -2, C: -3, D: -4},
		"ff00fefffdffffff fcffffffffffffff"))
	t.Run("absent union", conforms(maybe{},
		absent))
	t.Run("bool in an envelope", conforms(flagTable{On: ptr(true)},
		"0100000000000000 "+present+" 0100000000000100"))
}

func TestDecodeRefuses(t *testing.T) {
	const present, absent = "ffffffffffffffff", "0000000000000000 0000000000000000"
	t.Run("nothing", refuses[table32]("",
		"offset 0x000: 1 × 16 bytes are announced, but 0 bytes are left"))
	t.Run("half a root", refuses[table32]("0000000000000000",
		"offset 0x000: 1 × 16 bytes are announced, but 8 bytes are left"))
	t.Run("padding that is cut off", refuses[flags]("0000000000",
		"offset 0x000: 1 × 8 bytes are announced, but 5 bytes are left"))
	t.Run("padding of an object that is cut off", refuses[text]("0100000000000000 "+present+" "+absent+" 61",
		"offset 0x021: required: the padding is cut off"))
	t.Run("bytes after the value", refuses[table32]("0000000000000000 "+present+" 0000000000000000",
		"offset 0x010: 8 bytes are left over after the value"))
	t.Run("bool that is neither", refuses[flags]("0200000000000000",
		"offset 0x000: on: a bool is 0x02, want 0 or 1"))
	t.Run("padding between members", refuses[flags]("0100ff0000000000",
		"offset 0x002: num: a padding byte is 0xff, want 0"))
	t.Run("padding after an object", refuses[text]("0100000000000000 "+present+" "+absent+" 6100000000000001",
		"offset 0x027: required: a padding byte is 0x01, want 0"))
	t.Run("padding in an envelope", refuses[flagTable]("0100000000000000 "+present+" 0101000000000100",
		"offset 0x011: on: a padding byte is 0x01, want 0"))
	t.Run("absent string", refuses[text](absent+" "+absent,
		"offset 0x000: required: the string is absent"))
	t.Run("absent string with a count", refuses[text]("0000000000000000 "+present+" 0100000000000000 0000000000000000",
		"offset 0x010: optional: absent, but with a count of 1"))
	t.Run("string that is no text", refuses[text]("0100000000000000 "+present+" "+absent+" ff00000000000000",
		"offset 0x020: required: the string is not valid UTF-8"))
	t.Run("string beyond its bound", refuses[text]("0500000000000000 "+present+" "+absent+" 6161616161000000",
		"offset 0x000: required: a string of 5 bytes; at most 4 are allowed"))
	t.Run("absent vector", refuses[lists](absent+" "+absent,
		"offset 0x000: required: the vector is absent"))
	t.Run("vector beyond its bound", refuses[lists]("0400000000000000 "+present+" "+absent+" 0000000000000000",
		"offset 0x000: required: a vector of 4 elements; at most 3 are allowed"))
	t.Run("element beyond its bound", refuses[lists]("0000000000000000 "+present+" 0100000000000000 "+present+" 0500000000000000 "+present+" 6161616161000000",
		"offset 0x020: optional[0]: a string of 5 bytes; at most 4 are allowed"))
	t.Run("absent union", refuses[holder[sizes]](absent,
		"offset 0x000: u: the union sizes is absent"))
	t.Run("absent union with a payload", refuses[maybe]("0000000000000000 0100000000000100",
		"offset 0x008: u: the union sizes is absent, but has a payload"))
	t.Run("union without a payload", refuses[maybe]("0100000000000000 0000000000000000",
		"offset 0x008: u.small: the union sizes has no payload"))
	t.Run("handles", refuses[maybe]("0100000000000000 0000000001000100",
		"offset 0x00c: u: the envelope announces 1 handles, which a file cannot hold"))
	t.Run("wrong number of bytes", refuses[maybe]("0200000000000000 1000000000000000 6400000000000000 0000000000000000",
		"offset 0x008: u.large: the envelope announces 16 bytes, but its payload has 8"))
	t.Run("table that ends with an absent member", refuses[simpleTable]("0200000000000000 "+present+" 0800000000000000 0000000000000000 2a00000000000000",
		"offset 0x018: the table ends with a member that is absent, which no encoder writes"))
	t.Run("unknown member that is too long", refuses[table32]("0200000000000000 "+present+" 7b00000000000100 1000000000000000 0000000000000000",
		"offset 0x018: the envelope announces 16 bytes, but 8 bytes are left"))
}

func TestDecodeSkipsAndListsUnknownMembers(t *testing.T) {
	const present = "ffffffffffffffff"
	schema := fidl.Lazy[holder[table32]]()
	// Members 2 (16 bytes, out of line) and 3 (in line) are not in the schema.
	got, unknown, err := schema.Decode(unhex(t, "0300000000000000 "+present+" 7b00000000000100 1000000000000000 0500000000000100 abababababababab cdcdcdcdcdcdcdcd"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&holder[table32]{table32{F: ptr[uint32](123)}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var messages []string
	for _, u := range unknown {
		messages = append(messages, u.String())
	}
	want := []string{
		"offset 0x018: u: member 2 is unknown and was skipped",
		"offset 0x020: u: member 3 is unknown and was skipped",
	}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// chain can be nested without end. Each level is two objects: the vector's content and the envelope of the union in it.
type (
	chain struct {
		Links []link `fidl:"links"`
	}
	link interface{ isLink() }
)

func (*chain) isLink() {}

var chains = fidl.Lazy[chain](later(fidl.Union[link](fidl.Variant[*chain](1, "chain")))...)

// chainOf nests a chain so that its innermost vector is at a number of levels.
func chainOf(levels int) *chain {
	c := &chain{Links: []link{}}
	for range levels / 2 {
		c = &chain{Links: []link{c}}
	}
	return c
}

func TestDepthLimit(t *testing.T) {
	deepest := chainOf(32)
	b, err := chains.Encode(deepest)
	if err != nil {
		t.Fatalf("32 levels: %v", err)
	}
	if _, _, err := chains.Decode(b); err != nil {
		t.Errorf("32 levels: %v", err)
	}
	text, err := chains.Print(deepest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chains.Parse(text); err != nil {
		t.Errorf("32 levels as JSON: %v", err)
	}

	const want = "nested more than 32 levels deep"
	if _, err := chains.Encode(chainOf(34)); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("encode 34 levels: got error %v, want %s", err, want)
	}
	if _, _, err := chains.Decode(chainBytes(34)); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("decode 34 levels: got error %v, want %s", err, want)
	}
	deep := strings.Repeat(`{"links":[{"chain":`, 100_000)
	if _, err := chains.Parse([]byte(deep)); err == nil || !strings.HasSuffix(err.Error(), "nested more than 128 levels deep") {
		t.Errorf("parse 200000 levels: got error %v", err)
	}
}

// chainBytes is the encoding of chainOf(levels), which the encoder itself refuses to make for more than 32.
func chainBytes(levels int) []byte {
	b := make([]byte, 0, 40*levels)
	for left := levels / 2; left > 0; left-- {
		b = append(b, 1, 0, 0, 0, 0, 0, 0, 0)
		b = append(b, "\xff\xff\xff\xff\xff\xff\xff\xff"...)
		b = append(b, 1, 0, 0, 0, 0, 0, 0, 0) // the union's ordinal
		size := 32*(left-1) + 16
		b = append(b, byte(size), byte(size>>8), 0, 0, 0, 0, 0, 0)
	}
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	return append(b, "\xff\xff\xff\xff\xff\xff\xff\xff"...)
}

func TestChainBytesAreAnEncoding(t *testing.T) {
	want, err := chains.Encode(chainOf(8))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(words(want), words(chainBytes(8))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHeader(t *testing.T) {
	schema := fidl.Lazy[emptyStruct]()
	b, err := schema.Persist(&emptyStruct{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := words(b), "0001020000000000 0000000000000000"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, c := range map[string]struct{ file, want string }{
		"its own":       {"0001020000000000 0000000000000000", ""},
		"nothing":       {"", "offset 0x000: the file is shorter than its header of 8 bytes"},
		"seven bytes":   {"00010200000000", "offset 0x007: the file is shorter than its header of 8 bytes"},
		"disambiguator": {"0101020000000000 0000000000000000", "offset 0x000: the header has 0x01 as first byte, want 0x00"},
		"magic number":  {"0002020000000000 0000000000000000", "offset 0x001: the header has 0x02 as magic number, want 0x01"},
		"old format":    {"0001000000000000 0000000000000000", "offset 0x002: the header has 0x00 as format flags, want 0x02"},
		"reserved":      {"0001020000000001 0000000000000000", "offset 0x007: the header has 0x01 as reserved byte, want 0x00"},
		"body":          {"0001020000000000 0100000000000000", "offset 0x008: a padding byte is 0x01, want 0"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := schema.Load(unhex(t, c.file))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
