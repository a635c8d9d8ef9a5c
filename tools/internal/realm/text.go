package realm

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// detail returns "key=value", or "" for a field that is absent.
func detail(key, value string) string {
	if value == "" {
		return ""
	}
	return key + "=" + value
}

// details joins what is present; callers pass the keys sorted.
func details(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, " ")
}

func joined(items []cml.Str) string {
	texts := make([]string, len(items))
	for i, s := range items {
		texts[i] = s.Value
	}
	return strings.Join(texts, ",")
}

func flagText(f *cml.Flag) string {
	if f == nil {
		return ""
	}
	return strconv.FormatBool(f.Value)
}

func intText(i *cml.Int) string {
	if i == nil {
		return ""
	}
	return strconv.FormatInt(i.Value, 10)
}

// typeText writes a configuration type as "vector<string:64>:8".
func typeText(t *cml.ConfigType) string {
	if t == nil {
		return ""
	}
	text := t.Name.Value
	if t.Element != nil {
		text += "<" + typeText(t.Element) + ">"
	}
	if t.MaxSize != nil {
		text += ":" + intText(t.MaxSize)
	}
	if t.MaxCount != nil {
		text += ":" + intText(t.MaxCount)
	}
	return text
}

// valueText writes a free-form value as compact JSON with sorted keys.
func valueText(v *cml.Value) string {
	if v == nil {
		return ""
	}
	var b strings.Builder
	writeValue(&b, v)
	return b.String()
}

func writeValue(b *strings.Builder, v *cml.Value) {
	switch v.Kind {
	case cml.NullValue:
		b.WriteString("null")
	case cml.StringValue:
		b.WriteString(strconv.Quote(v.Text))
	case cml.BoolValue, cml.NumberValue:
		b.WriteString(v.Text)
	case cml.ArrayValue:
		b.WriteByte('[')
		for i := range v.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			writeValue(b, &v.Items[i])
		}
		b.WriteByte(']')
	case cml.ObjectValue:
		members := slices.Clone(v.Members)
		slices.SortStableFunc(members, func(x, y cml.Member) int {
			return strings.Compare(x.Key.Value, y.Key.Value)
		})
		b.WriteByte('{')
		for i := range members {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Quote(members[i].Key.Value) + ":")
			writeValue(b, &members[i].Value)
		}
		b.WriteByte('}')
	}
}
