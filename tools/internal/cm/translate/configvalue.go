package translate

import (
	"fmt"
	"strconv"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// configValue translates a value of a type and reports what does not fit. It
// returns nil for a type that was reported as incomplete.
func (t *translator) configValue(v *cml.Value, typ *cm.ConfigType) cm.ConfigValue {
	switch {
	case typ == nil:
		return nil
	case typ.Layout == cm.LayoutVector:
		return cm.Vector{Value: t.vector(v, typ)}
	}
	return cm.Single{Value: t.single(v, typ)}
}

// single translates a value of a type that is no vector.
func (t *translator) single(v *cml.Value, typ *cm.ConfigType) cm.ConfigSingleValue {
	switch typ.Layout {
	case cm.LayoutBool:
		return cm.Bool(boolean(t, v))
	case cm.LayoutUint8:
		return cm.Uint8(unsigned[uint8](t, v))
	case cm.LayoutUint16:
		return cm.Uint16(unsigned[uint16](t, v))
	case cm.LayoutUint32:
		return cm.Uint32(unsigned[uint32](t, v))
	case cm.LayoutUint64:
		return cm.Uint64(unsigned[uint64](t, v))
	case cm.LayoutInt8:
		return cm.Int8(signed[int8](t, v))
	case cm.LayoutInt16:
		return cm.Int16(signed[int16](t, v))
	case cm.LayoutInt32:
		return cm.Int32(signed[int32](t, v))
	case cm.LayoutInt64:
		return cm.Int64(signed[int64](t, v))
	}
	return cm.String(text(t, v, typ))
}

// vector translates a value of a vector type.
func (t *translator) vector(v *cml.Value, typ *cm.ConfigType) cm.ConfigVectorValue {
	element := cm.ConfigType(typ.Parameters[0].(cm.NestedType))
	if v.Kind != cml.ArrayValue {
		t.misfit(v, "a list")
	}
	if limit := bound(typ); uint64(len(v.Items)) > limit {
		t.errorf(v.Pos, "T3", "the list has %d elements, and its type allows %d", len(v.Items), limit)
	}
	switch element.Layout {
	case cm.LayoutBool:
		return cm.BoolVector(list(t, v, boolean))
	case cm.LayoutUint8:
		return cm.Uint8Vector(list(t, v, unsigned[uint8]))
	case cm.LayoutUint16:
		return cm.Uint16Vector(list(t, v, unsigned[uint16]))
	case cm.LayoutUint32:
		return cm.Uint32Vector(list(t, v, unsigned[uint32]))
	case cm.LayoutUint64:
		return cm.Uint64Vector(list(t, v, unsigned[uint64]))
	case cm.LayoutInt8:
		return cm.Int8Vector(list(t, v, signed[int8]))
	case cm.LayoutInt16:
		return cm.Int16Vector(list(t, v, signed[int16]))
	case cm.LayoutInt32:
		return cm.Int32Vector(list(t, v, signed[int32]))
	case cm.LayoutInt64:
		return cm.Int64Vector(list(t, v, signed[int64]))
	}
	return cm.StringVector(list(t, v, func(t *translator, v *cml.Value) string { return text(t, v, &element) }))
}

// list reads every element of an array; an empty list is not nil.
func list[T any](t *translator, v *cml.Value, read func(*translator, *cml.Value) T) []T {
	elements := make([]T, len(v.Items))
	for i := range v.Items {
		elements[i] = read(t, &v.Items[i])
	}
	return elements
}

func boolean(t *translator, v *cml.Value) bool {
	if v.Kind != cml.BoolValue {
		t.misfit(v, "a boolean")
	}
	return v.Text == "true"
}

func unsigned[T uint8 | uint16 | uint32 | uint64](t *translator, v *cml.Value) T {
	n, err := strconv.ParseUint(v.Text, 10, 64)
	if v.Kind != cml.NumberValue || err != nil || uint64(T(n)) != n {
		t.misfit(v, fmt.Sprintf("a number of type %T", T(n)))
	}
	return T(n)
}

func signed[T int8 | int16 | int32 | int64](t *translator, v *cml.Value) T {
	n, err := strconv.ParseInt(v.Text, 10, 64)
	if v.Kind != cml.NumberValue || err != nil || int64(T(n)) != n {
		t.misfit(v, fmt.Sprintf("a number of type %T", T(n)))
	}
	return T(n)
}

func text(t *translator, v *cml.Value, typ *cm.ConfigType) string {
	if v.Kind != cml.StringValue {
		t.misfit(v, "a string")
	} else if limit := bound(typ); uint64(len(v.Text)) > limit {
		t.errorf(v.Pos, "T3", "the string has %d bytes, and its type allows %d", len(v.Text), limit)
	}
	return v.Text
}

// bound returns the limit of a string or vector type.
func bound(typ *cm.ConfigType) uint64 { return uint64(typ.Constraints[0].(cm.MaxSize)) }

// misfit reports a value that is not of its type.
func (t *translator) misfit(v *cml.Value, want string) {
	got := kind(v)
	if v.Kind == cml.NumberValue {
		got = v.Text
	}
	t.errorf(v.Pos, "T3", "the configuration value is %s, and its type wants %s", got, want)
}
