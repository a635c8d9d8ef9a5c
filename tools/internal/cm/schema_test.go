package cm

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

// The schema is compiled piece by piece as programs need it; here all at once.
func TestSchemaCompiles(t *testing.T) {
	var made []fidl.Decl
	for _, declare := range declarations {
		made = append(made, declare())
	}
	if _, err := fidl.Compile[Component](made...); err != nil {
		t.Error(err)
	}
}
