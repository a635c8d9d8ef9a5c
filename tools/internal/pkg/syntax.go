package pkg

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Part says which part of a name or URL an error is about.
type Part string

// The parts of URLs, and the names that also stand alone.
const (
	PartScheme    Part = "scheme"
	PartAuthority Part = "authority"
	PartHost      Part = "host"
	PartPath      Part = "path"
	PartName      Part = "package name"
	PartVariant   Part = "package variant"
	PartQuery     Part = "query"
	PartHash      Part = "package hash"
	PartFragment  Part = "fragment"
	PartResource  Part = "resource path"
)

// SyntaxError is a name, a path or a part of a URL that is not well-formed.
type SyntaxError struct {
	// URL is the whole URL; "" for a name or path on its own.
	URL string
	// Part is what is wrong.
	Part Part
	// Got is the text of the part.
	Got string
	// Want says what is expected of it.
	Want string
}

// Error names the part, what was got and what is expected.
func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("%s: got %s, expected %s", e.Part, quote(e.Got), e.Want)
	if e.URL != "" {
		return fmt.Sprintf("URL %s: %s", quote(e.URL), text)
	}
	return text
}

// quote quotes a text and shortens one that no line should hold.
func quote(s string) string {
	const limit = 200
	if len(s) > limit {
		return fmt.Sprintf("%q... (%d bytes)", s[:limit], len(s))
	}
	return fmt.Sprintf("%q", s)
}

const (
	maxSegment  = 255
	maxHost     = 253
	maxLabel    = 63
	longestName = 100
)

// CheckName tells whether a package, or a subpackage within one, may have this
// name: 1 to 255 of the characters a-z, 0-9, "-", "_" and ".".
func CheckName(name string) error { return asError(checkSegment(PartName, name)) }

// LongName reports whether a package name is longer than the 100 bytes that
// the documentation of package URLs allows, although tools accept more.
func LongName(name string) bool { return len(name) > longestName }

// CheckHost tells whether the repository of a package may have this name, the
// host of its URLs: dot-separated labels of a-z, 0-9 and "-".
func CheckHost(host string) error { return asError(checkHost(host)) }

// CheckResourcePath tells whether a file of a package may have this path. It
// must not hold a newline, since the list of a package's blobs has a line per
// file.
func CheckResourcePath(path string) error { return asError(checkResource(path)) }

// asError keeps a nil *SyntaxError from becoming an error that is not nil.
func asError(err *SyntaxError) error {
	if err == nil {
		return nil
	}
	return err
}

// checkSegment checks a segment of the path of a package URL.
func checkSegment(part Part, s string) *SyntaxError {
	switch {
	case s == "" || len(s) > maxSegment:
		return &SyntaxError{Part: part, Got: s, Want: "1 to 255 bytes"}
	case s == "." || s == "..":
		return &SyntaxError{Part: part, Got: s, Want: `a name other than "." and ".."`}
	}
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && c != '-' && c != '_' && c != '.' {
			return &SyntaxError{Part: part, Got: s, Want: `only a-z, 0-9, "-", "_" and "."`}
		}
	}
	return nil
}

func checkHost(host string) *SyntaxError {
	if host == "" || len(host) > maxHost {
		return &SyntaxError{Part: PartHost, Got: host, Want: `1 to 253 bytes, such as "fuchsia.com"`}
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > maxLabel {
			return &SyntaxError{Part: PartHost, Got: host, Want: "1 to 63 bytes between the dots"}
		}
		for i := range len(label) {
			if c := label[i]; !isAlphanumeric(c) && c != '-' {
				return &SyntaxError{Part: PartHost, Got: host, Want: `only a-z, 0-9, "-" and "."`}
			}
		}
	}
	return nil
}

func checkResource(path string) *SyntaxError {
	want := resourceFault(path)
	if want == "" {
		return nil
	}
	return &SyntaxError{Part: PartResource, Got: path, Want: want}
}

// resourceFault returns what is expected of a path that is no resource path.
func resourceFault(path string) string {
	switch {
	case path == "":
		return "at least one byte"
	case path[0] == '/':
		return `no "/" at the start`
	case path[len(path)-1] == '/':
		return `no "/" at the end`
	case strings.IndexByte(path, 0) >= 0:
		return "no NUL"
	case strings.IndexByte(path, '\n') >= 0:
		return "no newline"
	case !utf8.ValidString(path):
		return "UTF-8"
	}
	for segment := range strings.SplitSeq(path, "/") {
		switch {
		case segment == "":
			return "no empty segment"
		case segment == "." || segment == "..":
			return `no segment "." or ".."`
		case len(segment) > maxSegment:
			return "segments of at most 255 bytes"
		}
	}
	return ""
}

func isAlphanumeric(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
