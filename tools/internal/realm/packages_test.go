package realm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// printed returns all findings, notes too, as they are printed.
func printed(t testing.TB, diags *diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := diags.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCheckPackages(t *testing.T) {
	d := decode(t, "core.cml", `{ children: [
		{ name: "a", url: "fuchsia-pkg://fuchsia.com/a#meta/a.cm" },
		{ name: "b", url: "fuchsia-pkg://fuchsia.com/b/0?hash=`+strings.Repeat("0", 64)+`#meta/b.cm" },
		{ name: "c", url: "fuchsia-boot:///c#meta/c.cm" },
		{ name: "d", url: "d#meta/d.cm" },
		{ name: "e", url: "https://e.org/e.cm" },
	] }`)
	const (
		a = `core.cml:2:21: warning: the package of child "a" is not in the product: fuchsia-pkg://fuchsia.com/a [realm S8] (in //core.cml)
  fix: add it to the realm's packages, or remove the shard that brings the child
`
		b = `core.cml:3:21: warning: the package of child "b" is not in the product: fuchsia-pkg://fuchsia.com/b [realm S8] (in //core.cml)
  fix: add it to the realm's packages, or remove the shard that brings the child
`
	)
	for _, tt := range []struct {
		name     string
		packages []string
		want     string
	}{
		{"none", nil, a + b},
		{"another repository and another name", []string{"fuchsia-pkg://example.org/a", "fuchsia-pkg://fuchsia.com/bb"}, a + b},
		{"a hash and the variant 0 do not matter", []string{
			"fuchsia-pkg://fuchsia.com/a/0", "fuchsia-pkg://fuchsia.com/b?hash=" + strings.Repeat("1", 64),
		}, ""},
		{"another variant does", []string{"fuchsia-pkg://fuchsia.com/a/1", "b"}, a},
		{"names of any repository", []string{"a", "b"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := &PackageSet{}
			for _, p := range tt.packages {
				if err := set.Add(p); err != nil {
					t.Fatal(err)
				}
			}
			var diags diag.List
			CheckPackages(d, set, &diags)
			if diff := cmp.Diff(tt.want, printed(t, &diags)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPackageListSaysWhichLineIsWrong(t *testing.T) {
	var set PackageSet
	var diags diag.List
	set.Read(diag.NewFile("packages.txt", []byte("# the product\n\nfuchsia-pkg://fuchsia.com/a\r\nb\nno/name\nfuchsia-boot:///c\nfuchsia-pkg://fuchsia.com/a#meta/a.cm")), &diags)
	want := `packages.txt:5:1: "no/name" is neither the URL nor the name of a package
  fix: write one package on a line: fuchsia-pkg://fuchsia.com/name, or the name alone
packages.txt:6:1: "fuchsia-boot:///c" is not the URL of a package in a repository, such as "fuchsia-pkg://fuchsia.com/name"
  fix: write one package on a line: fuchsia-pkg://fuchsia.com/name, or the name alone
packages.txt:7:1: URL "fuchsia-pkg://fuchsia.com/a#meta/a.cm": fragment: got "meta/a.cm", expected none in the URL of a package
  fix: write one package on a line: fuchsia-pkg://fuchsia.com/name, or the name alone
`
	if diff := cmp.Diff(want, printed(t, &diags)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if len(set.urls) != 1 || !set.names["b"] {
		t.Errorf("got the packages %v and %v, want a and b", set.urls, set.names)
	}
}
