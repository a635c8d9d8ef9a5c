package fidl_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

// The cases in this file carry the names, types and bytes of the format's own conformance suite (blocks "v2" of the GIDL
// files in src/tests/fidl/conformance_suite).

type (
	emptyStruct struct{}

	sandwich struct {
		Before string      `fidl:"before"`
		Es     emptyStruct `fidl:"es"`
		After  string      `fidl:"after"`
	}

	ascending struct {
		A uint8  `fidl:"a"`
		B uint16 `fidl:"b"`
		C uint32 `fidl:"c"`
		D uint64 `fidl:"d"`
	}

	descending struct {
		D uint64 `fidl:"d"`
		C uint32 `fidl:"c"`
		B uint16 `fidl:"b"`
		A uint8  `fidl:"a"`
	}

	table32 struct {
		F *uint32 `fidl:"1,f"`
	}

	table64 struct {
		F *uint64 `fidl:"1,f"`
	}

	simpleTable struct {
		X *uint64 `fidl:"1,x"`
		Y *uint64 `fidl:"5,y"`
	}

	stringAndVector struct {
		Foo *string `fidl:"1,foo"`
		Bar *uint32 `fidl:"2,bar"`
		Baz []uint8 `fidl:"3,baz"`
	}

	reverseTable struct {
		X *uint64 `fidl:"4,x"`
		Y *uint64 `fidl:"2,y"`
		Z *uint64 `fidl:"1,z"`
	}

	gapTable struct {
		Second *uint32 `fidl:"2,second"`
		Fourth *uint32 `fidl:"4,fourth"`
	}

	tableThenNumber struct {
		Table  simpleTable `fidl:"table_member"`
		Number uint64      `fidl:"number"`
	}

	vectorOfBytes struct {
		V []uint8 `fidl:"v"`
	}
)

type (
	stringUnion interface{ isStringUnion() }
	shortString string

	migration   interface{ isMigration() }
	migratedInt uint32

	reverseUnion interface{ isReverseUnion() }
	reversedInt  uint64

	sizes      interface{ isSizes() }
	smallValue uint32
	largeValue uint64
)

func (shortString) isStringUnion()  {}
func (migratedInt) isMigration()    {}
func (reversedInt) isReverseUnion() {}
func (smallValue) isSizes()         {}
func (largeValue) isSizes()         {}

type holder[U any] struct {
	U U `fidl:"u"`
}

var decls = []fidl.Decl{
	fidl.Union[stringUnion](fidl.Variant[shortString](1, "s", 5)),
	fidl.Union[migration](fidl.Variant[migratedInt](1, "x")),
	fidl.Union[reverseUnion](fidl.Variant[reversedInt](4, "x")),
	fidl.Union[sizes](fidl.Variant[smallValue](1, "small"), fidl.Variant[largeValue](2, "large")),
}

func ptr[T any](v T) *T { return &v }

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// words groups hexadecimal digits by eight bytes, as the cases are written.
func words(b []byte) string {
	var groups []string
	for len(b) > 8 {
		groups = append(groups, hex.EncodeToString(b[:8]))
		b = b[8:]
	}
	return strings.Join(append(groups, hex.EncodeToString(b)), " ")
}

// conforms checks that a value has an encoding, both ways, and survives its JSON form.
func conforms[T any](value T, encoding string) func(*testing.T) {
	return func(t *testing.T) {
		schema, err := fidl.Compile[T](decls...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := schema.Encode(&value)
		if err != nil {
			t.Fatalf("encode: %v", err)
		}
		if diff := cmp.Diff(encoding, words(got)); diff != "" {
			t.Errorf("encoding (-want +got):\n%s", diff)
		}
		back, unknown, err := schema.Decode(unhex(t, encoding))
		if err != nil {
			t.Fatalf("decode: %v", err)
		}
		if diff := cmp.Diff(&value, back); diff != "" || len(unknown) > 0 {
			t.Errorf("decoded with unknown %v (-want +got):\n%s", unknown, diff)
		}
		text, err := schema.Print(&value)
		if err != nil {
			t.Fatalf("print: %v", err)
		}
		back, err = schema.Parse(text)
		if err != nil {
			t.Fatalf("parse: %v\n%s", err, text)
		}
		if diff := cmp.Diff(&value, back); diff != "" {
			t.Errorf("parsed %s (-want +got):\n%s", text, diff)
		}
	}
}

func TestConformance(t *testing.T) {
	const present = "ffffffffffffffff"
	t.Run("TableFieldInlined", conforms(holder[table32]{table32{F: ptr[uint32](123)}},
		"0100000000000000 "+present+" 7b00000000000100"))
	t.Run("TableFieldOutOfLine", conforms(holder[table64]{table64{F: ptr[uint64](123)}},
		"0100000000000000 "+present+" 0800000000000000 7b00000000000000"))
	t.Run("SimpleTableEmpty", conforms(simpleTable{},
		"0000000000000000 "+present))
	t.Run("SimpleTableXAndY", conforms(simpleTable{X: ptr[uint64](42), Y: ptr[uint64](67)},
		"0500000000000000 "+present+" 0800000000000000 0000000000000000 0000000000000000 0000000000000000 0800000000000000 2a00000000000000 4300000000000000"))
	t.Run("SimpleTableJustX", conforms(simpleTable{X: ptr[uint64](42)},
		"0100000000000000 "+present+" 0800000000000000 2a00000000000000"))
	t.Run("SimpleTableJustY", conforms(simpleTable{Y: ptr[uint64](67)},
		"0500000000000000 "+present+" 0000000000000000 0000000000000000 0000000000000000 0000000000000000 0800000000000000 4300000000000000"))
	t.Run("TableWithStringAndVectorNoVectorContent", conforms(holder[stringAndVector]{stringAndVector{Foo: ptr("hello"), Bar: ptr[uint32](27)}},
		"0200000000000000 "+present+" 1800000000000000 1b00000000000100 0500000000000000 "+present+" 68656c6c6f000000"))
	t.Run("SimpleTableThenUint64", conforms(tableThenNumber{Table: simpleTable{X: ptr[uint64](42), Y: ptr[uint64](67)}, Number: 0xdeadbeefdeadbeef},
		"0500000000000000 "+present+" efbeaddeefbeadde 0800000000000000 0000000000000000 0000000000000000 0000000000000000 0800000000000000 2a00000000000000 4300000000000000"))
	t.Run("ReverseOrdinalTable", conforms(reverseTable{X: ptr[uint64](0xaa), Y: ptr[uint64](0xbb), Z: ptr[uint64](0xcc)},
		"0400000000000000 "+present+" 0800000000000000 0800000000000000 0000000000000000 0800000000000000 cc00000000000000 bb00000000000000 aa00000000000000"))
	t.Run("TableWithGaps", conforms(gapTable{Second: ptr[uint32](1), Fourth: ptr[uint32](2)},
		"0400000000000000 "+present+" 0000000000000000 0100000000000100 0000000000000000 0200000000000100"))
	t.Run("EmptyStruct", conforms(emptyStruct{},
		"0000000000000000"))
	t.Run("EmptyStructSandwich", conforms(sandwich{Before: "before", After: "after"},
		"0600000000000000 "+present+" 0000000000000000 0500000000000000 "+present+" 6265666f72650000 6166746572000000"))
	t.Run("Uint8Uint16Uint32Uint64", conforms(ascending{A: 1, B: 0x0203, C: 0x04050607, D: 0x08090a0b0c0d0e0f},
		"0100030207060504 0f0e0d0c0b0a0908"))
	t.Run("Uint64Uint32Uint16Uint8", conforms(descending{D: 0x08090a0b0c0d0e0f, C: 0x04050607, B: 0x0203, A: 1},
		"0f0e0d0c0b0a0908 0706050403020100"))
	t.Run("UnionWithBoundString", conforms(holder[stringUnion]{shortString("abcd")},
		"0100000000000000 1800000000000000 0400000000000000 "+present+" 6162636400000000"))
	t.Run("UnionMigration_SingleVariant", conforms(holder[migration]{migratedInt(42)},
		"0100000000000000 2a00000000000100"))
	t.Run("ReverseOrdinalUnion", conforms(holder[reverseUnion]{reversedInt(42)},
		"0400000000000000 0800000000000000 2a00000000000000"))
	t.Run("UnionEnvelopeInlining_SmallValue_Inlined", conforms(holder[sizes]{smallValue(100)},
		"0100000000000000 6400000000000100"))
	t.Run("UnionEnvelopeInlining_LargeValue_Outlined", conforms(holder[sizes]{largeValue(100)},
		"0200000000000000 0800000000000000 6400000000000000"))
}

// refuses checks that bytes are no encoding of T, and for which reason.
func refuses[T any](encoding, want string) func(*testing.T) {
	return func(t *testing.T) {
		schema, err := fidl.Compile[T](decls...)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = schema.Decode(unhex(t, encoding))
		var decode *fidl.DecodeError
		if !errors.As(err, &decode) {
			t.Fatalf("got error %v, want a DecodeError", err)
		}
		if diff := cmp.Diff(want, decode.Error()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestConformanceOfDecodeFailures(t *testing.T) {
	const present = "ffffffffffffffff"
	filler := strings.Repeat("ab", 20) + "00000000"
	t.Run("TableOutOfLineEnvelopeWhenInlineRequired", refuses[table32](
		"0100000000000000 "+present+" 0800000000000000 7b00000000000000",
		"offset 0x010: f: a payload of 4 bytes must be in line"))
	t.Run("TableInlineEnvelopeWhenOutOfLineRequired", refuses[table64](
		"0100000000000000 "+present+" 0800000000000100",
		"offset 0x010: f: a payload of 8 bytes must be out of line"))
	t.Run("TableFieldBadInlineMarkerLower", refuses[table32](
		"0100000000000000 "+present+" 7b0000000000ff00",
		"offset 0x016: f: the flags of the envelope are 0x00ff, want 0 or 1"))
	t.Run("TableFieldBadInlineMarkerUpper", refuses[table32](
		"0100000000000000 "+present+" 7b000000000001ee",
		"offset 0x016: f: the flags of the envelope are 0xee01, want 0 or 1"))
	t.Run("TableFieldOutOfLineBadOutlinedMarker", refuses[table64](
		"0100000000000000 "+present+" 080000000000feff 7b00000000000000",
		"offset 0x016: f: the flags of the envelope are 0xfffe, want 0 or 1"))
	t.Run("TableWithAbsentAlloc", refuses[table32](
		"0000000000000000 0000000000000000",
		"offset 0x000: the table is absent"))
	t.Run("TableWithInvalidAlloc", refuses[table32](
		"0000000000000000 abababababababab",
		"offset 0x008: the presence marker is 0xabababababababab, neither zero nor all ones"))
	t.Run("TableCountExceedsLimitByOne", refuses[table32](
		"0000000001000000 "+present,
		"offset 0x010: 4294967296 × 8 bytes are announced, but 0 bytes are left"))
	t.Run("TableCountExceedsTotalMessageSize", refuses[table32](
		"1900000000000000 "+present+" abababababababab",
		"offset 0x010: 25 × 8 bytes are announced, but 8 bytes are left"))
	t.Run("VectorCountExceedsLimit", refuses[vectorOfBytes](
		present+" "+present,
		"offset 0x010: v: 18446744073709551615 × 1 bytes are announced, but 0 bytes are left"))
	t.Run("StrictUnionUnknownValue", refuses[holder[sizes]](
		"d204000000000000 1800000000000000"+filler,
		"offset 0x000: u: sizes has no variant 1234; the data may come from a newer release"))
	t.Run("UnionOutOfLineEnvelopeWhenInlineRequired", refuses[holder[sizes]](
		"0100000000000000 0800000000000000 6400000000000000",
		"offset 0x008: u.small: a payload of 4 bytes must be in line"))
	t.Run("FlexibleValueUnionUnknownBytesNonMultipleOf8", refuses[holder[sizes]](
		"7b00000000000000 1400000000000000"+filler,
		"offset 0x008: u: the envelope announces 20 bytes, not a multiple of 8"))
}
