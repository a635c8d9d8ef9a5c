package realm

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pkg"
)

// PackageSet are the packages of a product. The zero value is the empty set.
type PackageSet struct {
	urls  map[pkg.PackageURL]bool
	names map[string]bool
}

// Add adds a package: its URL, or its name for a package of any repository.
func (s *PackageSet) Add(text string) error {
	if !strings.Contains(text, ":") {
		url, err := pkg.ParsePackageURL((pkg.PackageURL{Kind: pkg.Absolute, Host: "any", Name: text}).String())
		if err != nil || url.Name != text {
			return fmt.Errorf("%q is neither the URL nor the name of a package", text)
		}
		if s.names == nil {
			s.names = map[string]bool{}
		}
		s.names[text] = true
		return nil
	}
	url, err := pkg.ParsePackageURL(text)
	if err != nil {
		return err
	}
	if url.Kind != pkg.Absolute {
		return fmt.Errorf("%q is not the URL of a package in a repository, such as %q", text, "fuchsia-pkg://fuchsia.com/name")
	}
	if s.urls == nil {
		s.urls = map[pkg.PackageURL]bool{}
	}
	s.urls[url.Unpinned()] = true
	return nil
}

// Read adds the packages of a list: one on a line; empty lines and those that
// start with "#" say nothing.
func (s *PackageSet) Read(f *diag.File, diags *diag.List) {
	offset := 0
	for line := range strings.Lines(string(f.Text)) {
		text := strings.TrimSpace(line)
		if text != "" && text[0] != '#' {
			if err := s.Add(text); err != nil {
				diags.Add(diag.Errorf(f.At(offset), "", "%v", err).
					WithHint("write one package on a line: fuchsia-pkg://fuchsia.com/name, or the name alone"))
			}
		}
		offset += len(line)
	}
}

func (s *PackageSet) has(url pkg.PackageURL) bool {
	return s.urls[url.Unpinned()] || s.names[url.Name]
}

// CheckPackages warns about children whose packages are not in the product's
// set (S8): they cannot be started. Children of the boot image and of the
// realm's own package are of no interest here.
func CheckPackages(d *cml.Document, set *PackageSet, diags *diag.List) {
	for _, child := range d.Children {
		url, err := pkg.ParseComponentURL(child.URL.Value)
		if err != nil || url.Kind != pkg.Absolute || set.has(url.PackageURL) {
			continue
		}
		diags.Add(diag.Warningf(child.URL.Pos, "realm S8", "the package of child %q is not in the product: %s",
			child.Name.Value, url.Unpinned()).
			WithHint("add it to the realm's packages, or remove the shard that brings the child"))
	}
}
