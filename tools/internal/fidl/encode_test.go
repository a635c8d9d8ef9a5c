package fidl_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

type (
	color  uint32 // flexible
	shape  uint32 // strict
	rights uint64

	painting struct {
		Color  color  `fidl:"color"`
		Shape  shape  `fidl:"shape"`
		Rights rights `fidl:"rights"`
	}

	strayVariant uint32
	nested       interface{ isNested() }
	one          struct {
		U sizes `fidl:",payload"`
	}
)

func (strayVariant) isSizes() {}
func (one) isNested()         {}

var paintings = fidl.Lazy[painting](later(
	fidl.Enum(fidl.Value[color]("red", 1), fidl.Value[color]("blue", 2)),
	fidl.StrictEnum(fidl.Value[shape]("round", 0), fidl.Value[shape]("square", 1)),
	fidl.Bits(fidl.Value[rights]("read", 1), fidl.Value[rights]("write", 2)),
)...)

// later makes functions of declarations.
func later(decls ...fidl.Decl) []func() fidl.Decl {
	made := make([]func() fidl.Decl, len(decls))
	for i, d := range decls {
		made[i] = func() fidl.Decl { return d }
	}
	return made
}

func TestNamedValuesKeepWhatHasNoName(t *testing.T) {
	value := &painting{Color: 7, Shape: 1, Rights: 0xf000000000000002}
	b, err := paintings.Encode(value)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := words(b), "0700000001000000 02000000000000f0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	back, _, err := paintings.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	text, err := paintings.Print(back)
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "color": 7,
  "shape": "square",
  "rights": [
    "write",
    "0xf000000000000000"
  ]
}
`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	parsed, err := paintings.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(value, parsed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStrictEnumsRefuseOtherValues(t *testing.T) {
	_, _, err := paintings.Decode(unhex(t, "0100000002000000 0000000000000000"))
	if got, want := errorText(err), "offset 0x004: shape: 2 is no shape"; got != want {
		t.Errorf("decode: got %q, want %q", got, want)
	}
	_, err = paintings.Encode(&painting{Shape: 2})
	if got, want := errorText(err), "shape: 2 is no shape"; got != want {
		t.Errorf("encode: got %q, want %q", got, want)
	}
	_, err = paintings.Print(&painting{Shape: 2})
	if got, want := errorText(err), "shape: 2 is no shape"; got != want {
		t.Errorf("print: got %q, want %q", got, want)
	}
}

func TestUnionAsPayloadOfAUnion(t *testing.T) {
	schema := fidl.Lazy[holder[nested]](later(append(decls, fidl.Union[nested](fidl.Variant[one](1, "one")))...)...)
	b, err := schema.Encode(&holder[nested]{one{smallValue(100)}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := words(b), "0100000000000000 1000000000000000 0100000000000000 6400000000000100"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	value, _, err := schema.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	text, err := schema.Print(value)
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "u": {
    "one": {
      "small": 100
    }
  }
}
`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if parsed, err := schema.Parse(text); err != nil || !cmp.Equal(value, parsed) {
		t.Errorf("got %v and error %v, want %v", parsed, err, value)
	}
}

// cannotEncode checks the error for a value that has no encoding.
func cannotEncode[T any](value *T, want string) func(*testing.T) {
	return func(t *testing.T) {
		schema, err := fidl.Compile[T](decls...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = schema.Encode(value)
		var encode *fidl.EncodeError
		if !errors.As(err, &encode) {
			t.Fatalf("got error %v, want an EncodeError", err)
		}
		if diff := cmp.Diff(want, encode.Error()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Run("nothing", cannotEncode[text](nil,
		"there is no value to encode"))
	t.Run("string that is no text", cannotEncode(&text{Required: "\xff"},
		"required: the string is not valid UTF-8"))
	t.Run("string beyond its bound", cannotEncode(&text{Required: "", Optional: ptr("12345")},
		"optional: a string of 5 bytes; at most 4 are allowed"))
	t.Run("vector beyond its bound", cannotEncode(&lists{Required: make([]uint16, 4)},
		"required: a vector of 4 elements; at most 3 are allowed"))
	t.Run("element beyond its bound", cannotEncode(&lists{Optional: []string{"", "12345"}},
		"optional[1]: a string of 5 bytes; at most 4 are allowed"))
	t.Run("empty union", cannotEncode(&holder[sizes]{},
		"u: the union sizes has no value"))
	t.Run("type that is no variant", cannotEncode(&holder[sizes]{strayVariant(1)},
		"u: fidl_test.strayVariant is no variant of sizes"))
}

func TestEncodeRefusesNilPointersInUnions(t *testing.T) {
	_, err := chains.Encode(&chain{Links: []link{(*chain)(nil)}})
	if got, want := errorText(err), "links[0]: the union link holds a nil pointer"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRequiredVectorThatIsNilIsEmpty(t *testing.T) {
	schema := fidl.Lazy[vectorOfBytes]()
	b, err := schema.Encode(&vectorOfBytes{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := words(b), "0000000000000000 ffffffffffffffff"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
