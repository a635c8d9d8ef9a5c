package cm

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

// The schema is compiled piece by piece as programs need it; here all at once.
func TestSchemaCompiles(t *testing.T) {
	if _, err := fidl.Compile[Component](declarations...); err != nil {
		t.Error(err)
	}
}
