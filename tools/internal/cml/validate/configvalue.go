package validate

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// configValue checks rule D11.
func (c *checker) configValue(clause *cml.Clause, v *cml.Value, field string) {
	t := clause.ConfigType
	if t == nil || !t.Name.IsSet() {
		return
	}
	if at, problem := misfit(v, t); problem != "" {
		c.report(diag.Errorf(at.Pos, "D11", "the %s of config %q does not fit the type %s: %s", field, clause.Names()[0].Value, typeText(t), problem).
			WithNote(t.Name.Pos, "the type is here").
			WithHint("correct the %s or the type", field))
	}
}

// misfit says what of a value does not fit a type, and why; "" if all does.
func misfit(v *cml.Value, t *cml.ConfigType) (*cml.Value, string) {
	name := t.Name.Value
	switch name {
	case "bool":
		if v.Kind != cml.BoolValue {
			return v, "it is " + valueWord(v)
		}
	case "string":
		if v.Kind != cml.StringValue {
			return v, "it is " + valueWord(v)
		}
		if t.MaxSize != nil && int64(len(v.Text)) > t.MaxSize.Value {
			return v, fmt.Sprintf("it has %d bytes, and max_size is %d", len(v.Text), t.MaxSize.Value)
		}
	case "vector":
		return vectorMisfit(v, t)
	default:
		if v.Kind != cml.NumberValue {
			return v, "it is " + valueWord(v)
		}
		digits, unsigned := strings.CutPrefix(name, "uint")
		bits, _ := strconv.Atoi(strings.TrimPrefix(digits, "int"))
		var err error
		if unsigned {
			_, err = strconv.ParseUint(v.Text, 10, bits)
		} else {
			_, err = strconv.ParseInt(v.Text, 10, bits)
		}
		if err != nil {
			return v, v.Text + " is no " + name
		}
	}
	return nil, ""
}

func vectorMisfit(v *cml.Value, t *cml.ConfigType) (*cml.Value, string) {
	if v.Kind != cml.ArrayValue {
		return v, "it is " + valueWord(v)
	}
	if t.MaxCount != nil && int64(len(v.Items)) > t.MaxCount.Value {
		return v, fmt.Sprintf("it has %d elements, and max_count is %d", len(v.Items), t.MaxCount.Value)
	}
	if t.Element == nil {
		return nil, ""
	}
	for i := range v.Items {
		if at, problem := misfit(&v.Items[i], t.Element); problem != "" {
			return at, fmt.Sprintf("element %d: %s", i+1, problem)
		}
	}
	return nil, ""
}

// valueWord is the word for the kind of a value, with its article.
func valueWord(v *cml.Value) string {
	switch v.Kind {
	case cml.BoolValue:
		return "a boolean"
	case cml.NumberValue:
		return "a number"
	case cml.StringValue:
		return "a string"
	case cml.ArrayValue:
		return "an array"
	case cml.ObjectValue:
		return "an object"
	}
	return "null"
}
