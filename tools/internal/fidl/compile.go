package fidl

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// compiler turns Go types into codecs. Structs and unions are remembered before their members are compiled, which is
// what lets types contain themselves through a vector or union. There are so few of everything that lists serve better
// than maps.
type compiler struct {
	all bool // whether everything that is lazy is listed in pending

	mu         sync.Mutex    // guards what follows once codecs are in use
	undeclared []func() Decl // what is not in decls yet
	decls      []Decl
	structs    []structType
	unions     []*unionCodec
	pending    []*lazyCodec
}

// structType is a struct and its codec.
type structType struct {
	typ   reflect.Type
	codec codec
}

// declare remembers a declaration.
func (c *compiler) declare(d Decl) error {
	if slices.ContainsFunc(c.decls, func(other Decl) bool { return other.typ == d.typ }) {
		return fmt.Errorf("%s is declared twice", d.typ)
	}
	if d.kind == declUnion && d.typ.Kind() != reflect.Interface {
		return fmt.Errorf("%s is declared as a union, but is no interface", d.typ)
	}
	c.decls = append(c.decls, d)
	return nil
}

// declared returns the declaration of a type, and makes declarations until there is one; nil if there is none.
func (c *compiler) declared(t reflect.Type) (*Decl, error) {
	switch t.Kind() {
	case reflect.Interface, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	default:
		return nil, nil
	}
	if t.PkgPath() == "" {
		return nil, nil // a type of Go itself
	}
	for i := 0; ; i++ {
		if i == len(c.decls) {
			if len(c.undeclared) == 0 {
				return nil, nil
			}
			next := c.undeclared[0]()
			c.undeclared = c.undeclared[1:]
			if err := c.declare(next); err != nil {
				return nil, err
			}
		}
		if c.decls[i].typ == t {
			return &c.decls[i], nil
		}
	}
}

// codec compiles a type. The bounds limit the lengths of strings and vectors, outermost first; optional is the word of
// the schema for strings, vectors and unions that may be absent inside a struct.
func (c *compiler) codec(t reflect.Type, bounds []int, optional bool) (codec, error) {
	kind := t.Kind()
	if optional && kind != reflect.Slice && kind != reflect.Interface && kind != reflect.Pointer {
		return nil, fmt.Errorf("%s cannot be optional", t)
	}
	if len(bounds) > 0 && kind != reflect.Slice && kind != reflect.String && kind != reflect.Pointer {
		return nil, fmt.Errorf("%s has no length to bound", t)
	}
	d, err := c.declared(t)
	switch {
	case err != nil:
		return nil, err
	case d != nil && d.kind != declUnion:
		return c.named(d)
	}
	switch kind {
	case reflect.Bool:
		return boolCodec{}, nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return uintCodec{bytes: int(t.Size())}, nil
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return intCodec{bytes: int(t.Size())}, nil
	case reflect.String:
		return c.text(bounds)
	case reflect.Slice:
		return c.vector(t, bounds, optional)
	case reflect.Array:
		if t.Len() == 0 || t.Elem().Kind() != reflect.Uint8 {
			return nil, fmt.Errorf("%s: only arrays of bytes are supported", t)
		}
		return bytesCodec{length: t.Len()}, nil
	case reflect.Interface:
		return c.union(t, optional)
	case reflect.Struct:
		return c.structure(t)
	case reflect.Pointer:
		if optional && t.Elem().Kind() == reflect.String {
			text, err := c.text(bounds)
			return optionalStringCodec{text}, err
		}
	}
	return nil, fmt.Errorf("%s is no FIDL type", t)
}

func (c *compiler) text(bounds []int) (stringCodec, error) {
	if len(bounds) > 1 {
		return stringCodec{}, fmt.Errorf("the bounds %d are for more than a string", bounds)
	}
	bound, _, err := cutBound(bounds)
	return stringCodec{bound: bound}, err
}

func (c *compiler) vector(t reflect.Type, bounds []int, optional bool) (codec, error) {
	bound, rest, err := cutBound(bounds)
	if err != nil {
		return nil, err
	}
	element, err := c.codec(t.Elem(), rest, false)
	return vectorCodec{element: element, bound: bound, optional: optional}, err
}

// cutBound takes the first of the bounds; 0 is no bound.
func cutBound(bounds []int) (first int, rest []int, err error) {
	if len(bounds) == 0 {
		return 0, nil, nil
	}
	if bounds[0] <= 0 {
		return 0, nil, fmt.Errorf("%d is no bound", bounds[0])
	}
	return bounds[0], bounds[1:], nil
}

// named compiles an enum or bits type.
func (c *compiler) named(d *Decl) (codec, error) {
	names := valueNames{typ: d.typ.Name(), bytes: int(d.typ.Size()), values: d.values}
	for i, v := range d.values {
		for _, other := range d.values[:i] {
			if v.name == other.name || v.value == other.value {
				return nil, fmt.Errorf("%s: %q and %q are the same name or value", d.typ, other.name, v.name)
			}
		}
	}
	if d.kind == declBits {
		return bitsCodec{names}, nil
	}
	return enumCodec{valueNames: names, strict: d.kind == declStrictEnum}, nil
}

func (c *compiler) union(t reflect.Type, optional bool) (codec, error) {
	for _, known := range c.unions {
		if known.typ == t && known.optional == optional {
			return known, nil
		}
	}
	d, err := c.declared(t)
	switch {
	case err != nil:
		return nil, err
	case d == nil:
		return nil, fmt.Errorf("%s is not declared as a union", t)
	}
	u := &unionCodec{typ: t, name: t.Name(), optional: optional, variants: make([]variant, 0, len(d.variants))}
	c.unions = append(c.unions, u)
	for i := range d.variants {
		decl := &d.variants[i]
		if !decl.typ.Implements(t) {
			return nil, fmt.Errorf("%s: variant %q: %s does not implement it", t, decl.name, decl.typ)
		}
		if decl.ordinal == 0 || u.byOrdinal(decl.ordinal) != nil || u.byName(decl.name) != nil || u.byType(decl.typ) != nil {
			return nil, fmt.Errorf("%s: variant %d %q repeats an ordinal, a name or a type", t, decl.ordinal, decl.name)
		}
		u.variants = append(u.variants, variant{ordinal: decl.ordinal, name: decl.name, typ: decl.typ})
		v := &u.variants[i]
		payload := decl.typ
		if v.pointer = payload.Kind() == reflect.Pointer; v.pointer {
			payload = payload.Elem()
		}
		v.codec = lazyCodec{compiler: c, typ: payload, bounds: decl.bounds, in: t, part: decl.name}
		c.postpone(&v.codec)
	}
	return u, nil
}

// postpone remembers what is to be compiled by rest.
func (c *compiler) postpone(lazy *lazyCodec) {
	if c.all {
		c.pending = append(c.pending, lazy)
	}
}

// structure compiles a Go struct: a table, a struct, or a wrapper around a payload.
func (c *compiler) structure(t reflect.Type) (codec, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("%s is no struct", t)
	}
	for i := range c.structs {
		if c.structs[i].typ == t {
			return c.structs[i].codec, nil
		}
	}
	tags := make([]tag, t.NumField())
	for i := range tags {
		var err error
		if tags[i], err = parseTag(t.Field(i)); err != nil {
			return nil, fmt.Errorf("%s: %w", t, err)
		}
	}
	switch {
	case len(tags) == 1 && tags[0].payload:
		inner, err := c.codec(t.Field(0).Type, tags[0].bounds, false)
		return payloadCodec{inner}, err
	case len(tags) > 0 && (tags[0].table || tags[0].ordinal > 0):
		return c.table(t, tags)
	default:
		return c.layout(t, tags)
	}
}

// tag is the parsed form of a field's tags.
type tag struct {
	ordinal  uint64 // of a table's member
	name     string
	optional bool  // of a struct's member
	table    bool  // marks a table that has no members
	payload  bool  // marks a struct that only wraps another type
	bounds   []int // from the tag "max"
}

// parseTag reads one of
//
//	`fidl:"3,name"`                a member of a table
//	`fidl:"name"`                  a member of a struct; "name,optional" if it may be absent
//	`fidl:"table"` on a blank field   the struct is a table without members
//	`fidl:",payload"`              the struct stands for this field alone
//
// and, beside it, `max:"1024,32768"`: the bounds of a vector and of the strings in it.
func parseTag(f reflect.StructField) (tag, error) {
	var t tag
	text, ok := f.Tag.Lookup("fidl")
	if !ok {
		return t, fmt.Errorf("field %s has no fidl tag", f.Name)
	}
	first, second, _ := strings.Cut(text, ",")
	if f.Name == "_" {
		t.table = text == "table"
		if !t.table {
			return t, fmt.Errorf("a blank field is tagged %q", text)
		}
		return t, nil
	}
	if !f.IsExported() {
		return t, fmt.Errorf("field %s is not exported", f.Name)
	}
	ordinal, err := strconv.ParseUint(first, 10, 32)
	switch {
	case err == nil && ordinal > 0 && second != "":
		t.ordinal, t.name = ordinal, second
	case first == "" && second == "payload":
		t.payload = true
	case err != nil && first != "" && (second == "" || second == "optional"):
		t.name, t.optional = first, second == "optional"
	default:
		return t, fmt.Errorf("field %s has the malformed tag %q", f.Name, text)
	}
	if limits, ok := f.Tag.Lookup("max"); ok {
		for _, limit := range strings.Split(limits, ",") {
			bound, err := strconv.Atoi(limit)
			if err != nil {
				return t, fmt.Errorf("field %s has the malformed bound %q", f.Name, limits)
			}
			t.bounds = append(t.bounds, bound)
		}
	}
	return t, nil
}
