package atom

import (
	"fmt"
	"slices"
	"strings"
)

// Category says how public an atom is. It is never written into an IDK.
type Category string

// The categories, the most private one first.
const (
	Internal   Category = "internal"
	CompatTest Category = "compat_test"
	HostTool   Category = "host_tool"
	Prebuilt   Category = "prebuilt"
	Partner    Category = "partner"
	Public     Category = "public"
)

// Categories returns all categories, the most private one first.
func Categories() []Category {
	return []Category{Internal, CompatTest, HostTool, Prebuilt, Partner, Public}
}

// ParseCategory reads a category. Names of earlier days get an error that says
// what stands for them now.
func ParseCategory(s string) (Category, error) {
	if c := Category(s); c.rank() >= 0 {
		return c, nil
	}
	now := ""
	switch s {
	case "excluded":
		now = "leave the atom out of every molecule"
	case "experimental":
		now = `use "partner", with stable = False`
	case "cts":
		now = `use "compat_test"`
	case "partner_internal":
		now = `use "prebuilt"`
	default:
		names := make([]string, len(Categories()))
		for i, c := range Categories() {
			names[i] = fmt.Sprintf("%q", c)
		}
		return "", fmt.Errorf("got the category %q, expected one of %s", s, strings.Join(names, ", "))
	}
	return "", fmt.Errorf("the category %q was retired; %s", s, now)
}

func (c Category) rank() int { return slices.Index(Categories(), c) }

// MayUse reports whether an atom of this category may depend on one of another:
// it must not be more private.
func (c Category) MayUse(other Category) bool { return other.rank() >= c.rank() }

// IsExported reports whether atoms of the category are in an IDK.
func (c Category) IsExported() bool { return Partner.MayUse(c) }
