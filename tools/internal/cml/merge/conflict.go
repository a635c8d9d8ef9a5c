package merge

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// side is one side of a conflict: where a value is and what it is.
type side struct {
	pos   diag.Pos
	value string
}

// conflict says that two documents set one thing to different values.
func conflict(what string, theirs, ours side) *diag.Diagnostic {
	return diag.Errorf(theirs.pos, "", "%s is %s here, but %s in an earlier manifest", what, theirs.value, ours.value).
		WithNote(ours.pos, "here it is %s", ours.value).
		WithHint("give both the same value, or set it in one of them only")
}

// longest is where the text of a value in a message is cut.
const longest = 60

// describe returns a value as a message shows it.
func describe(v *cml.Value) string {
	var b strings.Builder
	describeTo(&b, v)
	if text := []rune(b.String()); len(text) > longest {
		return string(text[:longest]) + "…"
	}
	return b.String()
}

// describeTo stops early: a value may be large.
func describeTo(b *strings.Builder, v *cml.Value) {
	if b.Len() > 4*longest {
		return
	}
	switch v.Kind {
	case cml.NullValue:
		b.WriteString("null")
	case cml.BoolValue, cml.NumberValue:
		b.WriteString(v.Text)
	case cml.StringValue:
		b.WriteString(`"` + v.Text + `"`)
	case cml.ArrayValue:
		b.WriteByte('[')
		for i := range v.Items {
			separate(b, i)
			describeTo(b, &v.Items[i])
		}
		b.WriteByte(']')
	case cml.ObjectValue:
		b.WriteByte('{')
		for i := range v.Members {
			separate(b, i)
			b.WriteString(v.Members[i].Key.Value + ": ")
			describeTo(b, &v.Members[i].Value)
		}
		b.WriteByte('}')
	}
}

func separate(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteString(", ")
	}
}
