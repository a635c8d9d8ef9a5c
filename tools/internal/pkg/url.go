package pkg

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// Kind says what a URL is resolved against.
type Kind uint8

const (
	// Absolute is a fuchsia-pkg URL: a package of a repository.
	Absolute Kind = iota
	// Boot is a fuchsia-boot URL: a package or file of the boot image.
	Boot
	// Builtin is a fuchsia-builtin URL: compiled into the component manager.
	Builtin
	// Relative is a URL without a scheme: the package of the component that
	// uses the URL, or a subpackage of it.
	Relative
	// Other is a URL of a scheme that is not about packages.
	Other
)

// The schemes of the first three kinds.
const (
	schemePkg     = "fuchsia-pkg"
	schemeBoot    = "fuchsia-boot"
	schemeBuiltin = "fuchsia-builtin"
)

// PackageURL is the URL of a package. Values that are equal are the same URL.
type PackageURL struct {
	Kind Kind
	// Host is the repository's name, of an Absolute URL.
	Host string
	// Name is the name of the package, of an Absolute URL, or of a subpackage,
	// of a Relative one. A Relative URL without it is about the package itself.
	Name string
	// Variant is the deprecated second part of an Absolute URL's path, or "".
	Variant string
	// Pinned says that an Absolute URL is about the package with this Hash.
	Pinned bool
	Hash   merkle.Hash
	// Path is where in the boot image a Boot URL points; "" is its root.
	Path string
	// Text is the whole URL of kind Other.
	Text string
}

// ComponentURL is the URL of a component: a package and a file in it.
type ComponentURL struct {
	PackageURL
	// Resource is the path of the manifest in the package, as it is there: not
	// encoded. It is "" for the kind Other and for a Boot URL without it.
	Resource string
}

// ParseComponentURL reads the URL of a component. The rules are those of
// package URLs (fuchsia-pkg, fuchsia-boot, fuchsia-builtin and relative ones);
// URLs of other schemes are left to those who know them. An error is a
// *SyntaxError.
func ParseComponentURL(url string) (ComponentURL, error) {
	head, fragment, _ := strings.Cut(url, "#")
	p, err := parsePackage(head)
	if err != nil {
		err.URL = url
		return ComponentURL{}, err
	}
	if p.Kind == Other {
		return ComponentURL{PackageURL: PackageURL{Kind: Other, Text: url}}, nil
	}
	resource, err := parseFragment(p.Kind, fragment)
	if err != nil {
		err.URL = url
		return ComponentURL{}, err
	}
	return ComponentURL{PackageURL: p, Resource: resource}, nil
}

// ParsePackageURL reads the URL of a package, which is that of a component
// without the resource. An error is a *SyntaxError.
func ParsePackageURL(url string) (PackageURL, error) {
	head, fragment, hasFragment := strings.Cut(url, "#")
	p, err := parsePackage(head)
	switch {
	case err != nil:
	case p.Kind == Other:
		return PackageURL{Kind: Other, Text: url}, nil
	case hasFragment:
		err = &SyntaxError{Part: PartFragment, Got: fragment, Want: "none in the URL of a package"}
	case p.Kind == Relative && p.Name == "":
		err = &SyntaxError{Part: PartName, Got: "", Want: "1 to 255 bytes"}
	}
	if err != nil {
		err.URL = url
		return PackageURL{}, err
	}
	return p, nil
}

// parsePackage reads what is in front of the fragment.
func parsePackage(head string) (PackageURL, *SyntaxError) {
	scheme, rest, ok := cutScheme(head)
	if !ok {
		return parseRelative(head)
	}
	var kind Kind
	switch strings.ToLower(scheme) {
	case schemePkg:
		kind = Absolute
	case schemeBoot:
		kind = Boot
	case schemeBuiltin:
		kind = Builtin
	default:
		return PackageURL{Kind: Other}, nil
	}
	rest, ok = strings.CutPrefix(rest, "//")
	if !ok {
		return PackageURL{}, &SyntaxError{Part: PartScheme, Got: head, Want: `"//" behind the scheme`}
	}
	rest, query, hasQuery := strings.Cut(rest, "?")
	authority, path := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, path = rest[:i], rest[i+1:]
	}
	if kind == Absolute {
		return parseAbsolute(authority, path, query)
	}
	switch {
	case authority != "":
		return PackageURL{}, &SyntaxError{Part: PartAuthority, Got: authority, Want: "none, as in " + quote((PackageURL{Kind: kind}).String())}
	case hasQuery:
		return PackageURL{}, &SyntaxError{Part: PartQuery, Got: query, Want: "none in a URL of scheme " + strings.ToLower(scheme)}
	case path == "":
		return PackageURL{Kind: kind}, nil
	case kind == Builtin:
		return PackageURL{}, &SyntaxError{Part: PartPath, Got: path, Want: "none in a URL of scheme " + schemeBuiltin}
	}
	for segment := range strings.SplitSeq(path, "/") {
		if err := checkSegment(PartPath, segment); err != nil {
			return PackageURL{}, err
		}
	}
	return PackageURL{Kind: Boot, Path: path}, nil
}

// parseAbsolute reads the parts of a fuchsia-pkg URL.
func parseAbsolute(authority, path, query string) (PackageURL, *SyntaxError) {
	u := PackageURL{Kind: Absolute, Host: authority}
	switch {
	case strings.Contains(authority, "@"):
		return u, &SyntaxError{Part: PartAuthority, Got: authority, Want: "no user name and no password"}
	case strings.Contains(authority, ":"):
		return u, &SyntaxError{Part: PartAuthority, Got: authority, Want: "no port"}
	}
	if err := checkHost(authority); err != nil {
		return u, err
	}
	name, variant, hasVariant := strings.Cut(path, "/")
	if err := checkSegment(PartName, name); err != nil {
		return u, err
	}
	u.Name = name
	if hasVariant {
		if strings.Contains(variant, "/") {
			return u, &SyntaxError{Part: PartPath, Got: path, Want: "a package name and at most a variant"}
		}
		if err := checkSegment(PartVariant, variant); err != nil {
			return u, err
		}
		u.Variant = variant
	}
	return u, u.parseQuery(query)
}

// parseQuery reads the hash that an Absolute URL may be pinned to.
func (u *PackageURL) parseQuery(query string) *SyntaxError {
	if query == "" {
		return nil
	}
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if key != "hash" {
			return &SyntaxError{Part: PartQuery, Got: pair, Want: `nothing but "hash="`}
		}
		if u.Pinned {
			return &SyntaxError{Part: PartQuery, Got: query, Want: "one hash"}
		}
		hash, err := merkle.ParseHash(value)
		if err != nil {
			return &SyntaxError{Part: PartHash, Got: value, Want: "64 digits of 0-9 and a-f"}
		}
		u.Pinned, u.Hash = true, hash
	}
	return nil
}

// parseRelative reads the name of a subpackage, or nothing.
func parseRelative(head string) (PackageURL, *SyntaxError) {
	u := PackageURL{Kind: Relative, Name: head}
	if head == "" {
		return u, nil
	}
	if path, query, ok := strings.Cut(head, "?"); ok {
		return u, &SyntaxError{Part: PartQuery, Got: query, Want: "none behind the relative path " + quote(path)}
	}
	if strings.Contains(head, "/") {
		return u, &SyntaxError{Part: PartPath, Got: head, Want: `one package name without "/", since the URL is relative`}
	}
	return u, checkSegment(PartName, head)
}

// parseFragment reads the resource of a component URL.
func parseFragment(kind Kind, fragment string) (string, *SyntaxError) {
	for i := range len(fragment) {
		if c := fragment[i]; c < ' ' || c == 0x7f {
			return "", &SyntaxError{Part: PartFragment, Got: fragment, Want: "no control characters"}
		}
	}
	resource := decode(fragment)
	if resource == "" {
		if kind == Boot {
			return "", nil
		}
		return "", &SyntaxError{Part: PartFragment, Got: "", Want: `a resource, such as "#meta/name.cm"`}
	}
	return resource, checkResource(resource)
}

// cutScheme takes the scheme off an absolute URL.
func cutScheme(url string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(url, ":")
	if !ok || scheme == "" {
		return "", url, false
	}
	for i := range len(scheme) {
		switch c := scheme[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || strings.IndexByte("+-.", c) >= 0):
		default:
			return "", url, false
		}
	}
	return scheme, rest, true
}

// String returns the URL as it is written. A URL that was parsed is spelled in
// the canonical way.
func (u PackageURL) String() string {
	switch u.Kind {
	case Absolute:
		var b strings.Builder
		b.WriteString(schemePkg + "://" + u.Host + "/" + u.Name)
		if u.Variant != "" {
			b.WriteString("/" + u.Variant)
		}
		if u.Pinned {
			b.WriteString("?hash=" + u.Hash.String())
		}
		return b.String()
	case Boot:
		return schemeBoot + ":///" + u.Path
	case Builtin:
		return schemeBuiltin + "://"
	case Relative:
		return u.Name
	}
	return u.Text
}

// String returns the URL as it is written.
func (u ComponentURL) String() string {
	if u.Kind == Other || u.Resource == "" {
		return u.PackageURL.String()
	}
	return u.PackageURL.String() + "#" + encode(u.Resource)
}

// SamePackage reports whether two URLs are about one package. The variant "0"
// is the same as none, and a hash counts only where both have one.
func (u PackageURL) SamePackage(other PackageURL) bool {
	if u.Pinned && other.Pinned && u.Hash != other.Hash {
		return false
	}
	return u.Unpinned() == other.Unpinned()
}

// Unpinned returns the URL without what does not tell packages apart: the hash,
// and the variant "0".
func (u PackageURL) Unpinned() PackageURL {
	if u.Variant == "0" {
		u.Variant = ""
	}
	u.Pinned, u.Hash = false, merkle.Hash{}
	return u
}
