package fidl

import "reflect"

// Decl tells Compile something about a type that Go cannot express; [Union], [Enum], [StrictEnum] and [Bits] make them.
type Decl struct {
	typ      reflect.Type
	kind     declKind
	values   []namedValue  // of enums and bits
	variants []VariantDecl // of unions
}

type declKind int

const (
	declUnion declKind = iota
	declStrictEnum
	declEnum
	declBits
)

// Union declares the interface type T as a union of the given variants.
func Union[T any](variants ...VariantDecl) Decl {
	return Decl{typ: reflect.TypeFor[T](), kind: declUnion, variants: variants}
}

// VariantDecl is one variant of a union; [Variant] makes it.
type VariantDecl struct {
	ordinal uint64
	name    string
	typ     reflect.Type
	bounds  []int
}

// Variant declares that a union holds a T under the given ordinal and name. T is a payload type or a pointer to one. The
// bounds limit the lengths of a string or vector payload, outermost first.
func Variant[T any](ordinal uint64, name string, bounds ...int) VariantDecl {
	return VariantDecl{ordinal: ordinal, name: name, typ: reflect.TypeFor[T](), bounds: bounds}
}

// Unsigned is what enums and bits are stored as.
type Unsigned interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64
}

// ValueDecl is a name of an enum's value or a bit; [Value] makes it.
type ValueDecl[T Unsigned] struct {
	name  string
	value T
}

// Value gives a value its name.
func Value[T Unsigned](name string, value T) ValueDecl[T] {
	return ValueDecl[T]{name: name, value: value}
}

// Enum declares T as a flexible enum: values without a name are kept as numbers.
func Enum[T Unsigned](values ...ValueDecl[T]) Decl { return valueDecl(declEnum, values) }

// StrictEnum declares T as a strict enum: values without a name are errors.
func StrictEnum[T Unsigned](values ...ValueDecl[T]) Decl { return valueDecl(declStrictEnum, values) }

// Bits declares T as flexible bits: bits without a name are kept.
func Bits[T Unsigned](values ...ValueDecl[T]) Decl { return valueDecl(declBits, values) }

// namedValue is a ValueDecl without its type.
type namedValue struct {
	name  string
	value uint64
}

func valueDecl[T Unsigned](kind declKind, values []ValueDecl[T]) Decl {
	d := Decl{typ: reflect.TypeFor[T](), kind: kind}
	for _, v := range values {
		d.values = append(d.values, namedValue{name: v.name, value: uint64(v.value)})
	}
	return d
}
