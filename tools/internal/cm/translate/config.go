package translate

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// config translates the configuration: the config section and what the uses of
// config capabilities add to it. It returns nil when there are no fields.
func (t *translator) config() *cm.ConfigSchema {
	fields := t.configFields()
	if len(fields) == 0 {
		return nil
	}
	slices.SortFunc(fields, func(a, b cm.ConfigField) int { return strings.Compare(*a.Key, *b.Key) })
	schema := &cm.ConfigSchema{Fields: fields, ValueSource: cm.ConfigSourceCapabilities{}}
	if section := t.doc.Config; section != nil && len(section.Entries) > 0 {
		if t.options.ConfigPackagePath == "" {
			t.errorf(section.Pos, "T2", "the manifest has a config section, but it is not known where in the package its values will be").
				WithHint("pass --config-package-path meta/NAME.cvf")
		}
		schema.ValueSource = cm.ConfigPackagePath(t.options.ConfigPackagePath)
	}
	sum, err := cm.ConfigChecksum(fields)
	if err != nil {
		t.errorf(t.doc.Pos, "T3", "config: %v", err)
	}
	schema.Checksum = sum
	return schema
}

// configFields returns the fields that have a type, one per key. The section
// decides over uses, since only it knows who may change a value.
func (t *translator) configFields() []cm.ConfigField {
	var fields []cm.ConfigField
	known := map[string]bool{}
	if t.doc.Config != nil {
		for _, e := range t.doc.Config.Entries {
			typ := t.configType(&e.Type, e.Key.Pos)
			if typ == nil || known[e.Key.Value] {
				continue
			}
			known[e.Key.Value] = true
			var mutability cm.ConfigMutability
			for _, m := range e.Mutability {
				if m.Value == "parent" {
					mutability |= cm.MutableByParent
				}
			}
			fields = append(fields, cm.ConfigField{Key: optional(e.Key), Type: typ, Mutability: &mutability})
		}
	}
	for _, c := range t.doc.Use {
		if c.Type() != cml.TypeConfig || !c.Key.IsSet() || known[c.Key.Value] {
			continue
		}
		if typ := t.configType(c.ConfigType, c.Pos); typ != nil {
			known[c.Key.Value] = true
			fields = append(fields, cm.ConfigField{Key: optional(c.Key), Type: typ, Mutability: cm.Ptr(cm.ConfigMutability(0))})
		}
	}
	return fields
}

// configType translates a type. It reports one that is not complete, at the
// place of what has it, and returns nil.
func (t *translator) configType(c *cml.ConfigType, at diag.Pos) *cm.ConfigType {
	if c == nil || !c.Name.IsSet() {
		t.errorf(at, "T3", "a configuration value has no type").WithHint("add \"type\"")
		return nil
	}
	typ := &cm.ConfigType{
		Layout: layout(c.Name.Value), Parameters: []cm.LayoutParameter{}, Constraints: []cm.LayoutConstraint{},
	}
	switch typ.Layout {
	case cm.LayoutString:
		if c.MaxSize == nil {
			t.errorf(c.Name.Pos, "T3", "the type string has no bound").WithHint("add \"max_size\"")
			return nil
		}
		typ.Constraints = append(typ.Constraints, cm.MaxSize(c.MaxSize.Value))
	case cm.LayoutVector:
		switch {
		case c.MaxCount == nil:
			t.errorf(c.Name.Pos, "T3", "the type vector has no bound").WithHint("add \"max_count\"")
			return nil
		case c.Element == nil:
			t.errorf(c.Name.Pos, "T3", "the type vector has no element type").WithHint("add \"element\"")
			return nil
		}
		element := t.configType(c.Element, c.Name.Pos)
		if element == nil {
			return nil
		}
		typ.Constraints = append(typ.Constraints, cm.MaxSize(c.MaxCount.Value))
		typ.Parameters = append(typ.Parameters, cm.NestedType(*element))
	}
	return typ
}

func layout(name string) cm.ConfigTypeLayout {
	switch name {
	case "bool":
		return cm.LayoutBool
	case "uint8":
		return cm.LayoutUint8
	case "uint16":
		return cm.LayoutUint16
	case "uint32":
		return cm.LayoutUint32
	case "uint64":
		return cm.LayoutUint64
	case "int8":
		return cm.LayoutInt8
	case "int16":
		return cm.LayoutInt16
	case "int32":
		return cm.LayoutInt32
	case "int64":
		return cm.LayoutInt64
	case "string":
		return cm.LayoutString
	case "vector":
		return cm.LayoutVector
	}
	return 0
}
