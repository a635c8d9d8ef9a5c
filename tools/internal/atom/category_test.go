package atom

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A row may use the columns that have an x.
const mayUse = `
            internal compat_test host_tool prebuilt partner public
internal    x        x           x         x        x       x
compat_test .        x           x         x        x       x
host_tool   .        .           x         x        x       x
prebuilt    .        .           .         x        x       x
partner     .        .           .         .        x       x
public      .        .           .         .        .       x
`

func TestMayUse(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(mayUse), "\n")
	columns := strings.Fields(rows[0])
	if got := len(Categories()); got != len(columns) || got != len(rows)-1 {
		t.Fatalf("%d categories, the table has %d", got, len(columns))
	}
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		from, err := ParseCategory(cells[0])
		if err != nil {
			t.Fatal(err)
		}
		for i, column := range columns {
			to, err := ParseCategory(column)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := from.MayUse(to), cells[i+1] == "x"; got != want {
				t.Errorf("%s may use %s: got %v, want %v", from, to, got, want)
			}
		}
	}
}

func TestOnlyPartnerAndPublicAreExported(t *testing.T) {
	var got []Category
	for _, c := range Categories() {
		if c.IsExported() {
			got = append(got, c)
		}
	}
	if diff := cmp.Diff([]Category{Partner, Public}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseCategoryRefuses(t *testing.T) {
	for name, want := range map[string]string{
		"excluded":         `the category "excluded" was retired; leave the atom out of every molecule`,
		"experimental":     `the category "experimental" was retired; use "partner", with stable = False`,
		"cts":              `the category "cts" was retired; use "compat_test"`,
		"partner_internal": `the category "partner_internal" was retired; use "prebuilt"`,
		"Partner":          `got the category "Partner", expected one of "internal", "compat_test", "host_tool", "prebuilt", "partner", "public"`,
		"":                 `got the category "", expected one of "internal", "compat_test", "host_tool", "prebuilt", "partner", "public"`,
	} {
		_, err := ParseCategory(name)
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
	}
}
