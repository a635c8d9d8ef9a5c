package cml

import "strings"

// RefKind is the form of a reference.
type RefKind uint8

// The forms of references.
const (
	RefNone RefKind = iota
	RefParent
	RefFramework
	RefSelf
	RefDebug
	RefVoid
	RefAll
	RefNamed // #name
)

// Ref is a parsed `from`, `to`, `scope` or `environment`.
type Ref struct {
	Kind RefKind
	// Name is the name after '#'.
	Name string
	// Dictionary is the path behind the first '/', without it: "d/e" of
	// "parent/d/e". As an offer target, "self/d" names the own dictionary d.
	Dictionary string
}

// ParseRef takes a reference apart. It accepts every form that decoding
// accepts at some place and returns RefNone for all else; which forms a place
// allows was checked when the document was decoded.
func ParseRef(s string) Ref {
	root, dictionary, _ := strings.Cut(s, "/")
	r := Ref{Dictionary: dictionary}
	if name, ok := strings.CutPrefix(root, "#"); ok {
		r.Kind, r.Name = RefNamed, name
		return r
	}
	switch root {
	case "parent":
		r.Kind = RefParent
	case "framework":
		r.Kind = RefFramework
	case "self":
		r.Kind = RefSelf
	case "debug":
		r.Kind = RefDebug
	case "void":
		r.Kind = RefVoid
	case "all":
		r.Kind = RefAll
	}
	return r
}

// Root returns the reference without its dictionary path, as written.
func (r Ref) Root() string {
	switch r.Kind {
	case RefNamed:
		return "#" + r.Name
	case RefParent:
		return "parent"
	case RefFramework:
		return "framework"
	case RefSelf:
		return "self"
	case RefDebug:
		return "debug"
	case RefVoid:
		return "void"
	case RefAll:
		return "all"
	}
	return ""
}
