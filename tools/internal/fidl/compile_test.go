package fidl_test

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

// cannotCompile checks the error for a Go type that is no FIDL type.
func cannotCompile[T any](want string, decls ...fidl.Decl) func(*testing.T) {
	return func(t *testing.T) {
		_, err := fidl.Compile[T](decls...)
		if got := errorText(err); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	const pre = "compile the schema: "
	type untagged struct {
		A string
	}
	t.Run("field without a tag", cannotCompile[untagged](pre+"fidl_test.untagged: field A has no fidl tag"))
	type malformed struct {
		A string `fidl:"a,b"`
	}
	t.Run("malformed tag", cannotCompile[malformed](pre+`fidl_test.malformed: field A has the malformed tag "a,b"`))
	type noName struct {
		A *string `fidl:"1"`
	}
	t.Run("ordinal without a name", cannotCompile[noName](pre+`fidl_test.noName: field A has the malformed tag "1"`))
	type zero struct {
		A *string `fidl:"0,a"`
	}
	t.Run("ordinal zero", cannotCompile[zero](pre+`fidl_test.zero: field A has the malformed tag "0,a"`))
	type badBound struct {
		A string `fidl:"a" max:"many"`
	}
	t.Run("malformed bound", cannotCompile[badBound](pre+`fidl_test.badBound: field A has the malformed bound "many"`))
	type badBlank struct {
		_ struct{} `fidl:"struct"`
	}
	t.Run("blank field", cannotCompile[badBlank](pre+`fidl_test.badBlank: a blank field is tagged "struct"`))
	type unexported struct {
		a string `fidl:"a"` //lint:ignore U1000 the test is about this field
	}
	t.Run("unexported field", cannotCompile[unexported](pre+"fidl_test.unexported: field a is not exported"))
	type mixed struct {
		A *string `fidl:"1,a"`
		B string  `fidl:"b"`
	}
	t.Run("table with a struct's member", cannotCompile[mixed](pre+"fidl_test.mixed: field B has no ordinal, but others have"))
	type mixedToo struct {
		B string  `fidl:"b"`
		A *string `fidl:"1,a"`
	}
	t.Run("struct with a table's member", cannotCompile[mixedToo](pre+"fidl_test.mixedToo: field A is tagged as if the struct were none"))
	type present struct {
		A string `fidl:"1,a"`
	}
	t.Run("table member that cannot be absent", cannotCompile[present](pre+"fidl_test.present: field A cannot be absent; want a pointer, slice or interface"))
	type repeated struct {
		A *string `fidl:"1,a"`
		B *string `fidl:"1,b"`
	}
	t.Run("repeated ordinal", cannotCompile[repeated](pre+"fidl_test.repeated: field B repeats an ordinal or a name"))
	type float struct {
		A float64 `fidl:"a"`
	}
	t.Run("type that is not supported", cannotCompile[float](pre+"fidl_test.float.A: float64 is no FIDL type"))
	type array struct {
		A [2]string `fidl:"a"`
	}
	t.Run("array of something else", cannotCompile[array](pre+"fidl_test.array.A: [2]string: only arrays of bytes are supported"))
	type zeroBound struct {
		A string `fidl:"a" max:"0"`
	}
	t.Run("bound of zero", cannotCompile[zeroBound](pre+"fidl_test.zeroBound.A: 0 is no bound"))
	type manyBounds struct {
		A []string `fidl:"a" max:"1,2,3"`
	}
	t.Run("more bounds than lengths", cannotCompile[manyBounds](pre+"fidl_test.manyBounds.A: the bounds [2 3] are for more than a string"))
	type boundedNumber struct {
		A uint32 `fidl:"a" max:"1"`
	}
	t.Run("bound of a number", cannotCompile[boundedNumber](pre+"fidl_test.boundedNumber.A: uint32 has no length to bound"))
	type optionalNumber struct {
		A uint32 `fidl:"a,optional"`
	}
	t.Run("optional number", cannotCompile[optionalNumber](pre+"fidl_test.optionalNumber.A: uint32 cannot be optional"))
	t.Run("union without a declaration", cannotCompile[maybe](pre+"fidl_test.maybe.U: fidl_test.sizes is not declared as a union"))
	t.Run("no struct", cannotCompile[uint32](pre+"uint32 is no struct"))
}

func TestCompileRefusesDeclarations(t *testing.T) {
	const pre = "compile the schema: fidl_test.maybe.U: fidl_test.sizes: "
	t.Run("twice", cannotCompile[maybe]("fidl_test.sizes is declared twice", fidl.Union[sizes](), fidl.Union[sizes]()))
	t.Run("union that is no interface", cannotCompile[maybe]("fidl_test.smallValue is declared as a union, but is no interface", fidl.Union[smallValue]()))
	t.Run("variant that does not fit", cannotCompile[maybe](pre+`variant "a": uint32 does not implement it`,
		fidl.Union[sizes](fidl.Variant[uint32](1, "a"))))
	t.Run("ordinal twice", cannotCompile[maybe](pre+`variant 1 "b" repeats an ordinal, a name or a type`,
		fidl.Union[sizes](fidl.Variant[smallValue](1, "a"), fidl.Variant[largeValue](1, "b"))))
	t.Run("type twice", cannotCompile[maybe](pre+`variant 2 "b" repeats an ordinal, a name or a type`,
		fidl.Union[sizes](fidl.Variant[smallValue](1, "a"), fidl.Variant[smallValue](2, "b"))))
	t.Run("value twice", cannotCompile[painting](`compile the schema: fidl_test.painting.Color: fidl_test.color: "red" and "blue" are the same name or value`,
		fidl.Enum(fidl.Value[color]("red", 1), fidl.Value[color]("blue", 1))))
}

func TestLazyPanicsAtFirstUseWhereCompileFails(t *testing.T) {
	schema := fidl.Lazy[uint32]()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	_, _ = schema.Encode(new(uint32))
}
