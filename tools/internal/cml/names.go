package cml

import (
	"errors"
	"fmt"
	"strings"
)

// The longest values, in bytes (src/sys/lib/cm_types).
const (
	MaxName      = 255
	MaxPath      = 4095
	MaxURL       = 4096
	MaxURLScheme = 255
	MaxConfigKey = 64
)

var errEmpty = errors.New("it is empty")

// CheckName says what is wrong with the name of a capability, child,
// collection or environment: 1 to 255 of the characters A-Z a-z 0-9 _ . -, the
// first one neither . nor -.
func CheckName(s string) error {
	if err := checkLength(s, MaxName); err != nil {
		return err
	}
	return checkSegment(s)
}

// CheckPath says what is wrong with an absolute path: names, each with a / in
// front, at most 4095 bytes together.
func CheckPath(s string) error {
	if err := checkLength(s, MaxPath); err != nil {
		return err
	}
	if s[0] != '/' {
		return errors.New("it does not start with /")
	}
	if s == "/" {
		return errors.New("it names nothing below /")
	}
	return checkSegments(s[1:])
}

// CheckRelativePath says what is wrong with a relative path: names separated by
// /, at most 4095 bytes together; or "." for the directory itself.
func CheckRelativePath(s string) error {
	if err := checkLength(s, MaxPath); err != nil {
		return err
	}
	if s == "." {
		return nil
	}
	if s[0] == '/' {
		return errors.New("it starts with /")
	}
	return checkSegments(s)
}

// CheckURLScheme says what is wrong with the scheme of URLs: 1 to 255 of the
// characters a-z 0-9 + . -, the first one a letter.
func CheckURLScheme(s string) error {
	if err := checkLength(s, MaxURLScheme); err != nil {
		return err
	}
	for i, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
		case i == 0:
			return fmt.Errorf("it starts with %s; a scheme starts with a lower-case letter", character(r))
		case '0' <= r && r <= '9', r == '.', r == '+', r == '-':
		default:
			return badCharacter(r, i)
		}
	}
	return nil
}

// CheckConfigKey says what is wrong with a configuration key: 1 to 64 of the
// characters a-z 0-9 _, the first one a letter, the last one not _.
func CheckConfigKey(s string) error {
	if err := checkLength(s, MaxConfigKey); err != nil {
		return err
	}
	for i, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
		case i == 0:
			return fmt.Errorf("it starts with %s; a key starts with a lower-case letter", character(r))
		case '0' <= r && r <= '9', r == '_':
		default:
			return badCharacter(r, i)
		}
	}
	if s[len(s)-1] == '_' {
		return errors.New("it ends with _")
	}
	return nil
}

// ValidName reports whether s is a name.
func ValidName(s string) bool { return CheckName(s) == nil }

// ValidPath reports whether s is an absolute path.
func ValidPath(s string) bool { return CheckPath(s) == nil }

// ValidRelativePath reports whether s is a relative path.
func ValidRelativePath(s string) bool { return CheckRelativePath(s) == nil }

// ValidURLScheme reports whether s is a scheme of URLs.
func ValidURLScheme(s string) bool { return CheckURLScheme(s) == nil }

// ValidConfigKey reports whether s is a configuration key.
func ValidConfigKey(s string) bool { return CheckConfigKey(s) == nil }

// checkLength checks the length in bytes.
func checkLength(s string, most int) error {
	if s == "" {
		return errEmpty
	}
	if len(s) > most {
		return fmt.Errorf("it has %d bytes; the most is %d", len(s), most)
	}
	return nil
}

// checkSegments checks the names of a path.
func checkSegments(s string) error {
	for {
		segment, rest, more := strings.Cut(s, "/")
		if segment == "" {
			if !more {
				return errors.New("it ends with /")
			}
			return errors.New("it has an empty segment")
		}
		if len(segment) > MaxName {
			return fmt.Errorf("a segment has %d bytes; the most is %d", len(segment), MaxName)
		}
		if segment == "." || segment == ".." {
			return fmt.Errorf("it has the segment %q", segment)
		}
		if err := checkSegment(segment); err != nil {
			if more || len(rest) > 0 {
				return fmt.Errorf("segment %q: %w", segment, err)
			}
			return err
		}
		if !more {
			return nil
		}
		s = rest
	}
}

// checkSegment checks the characters of a name that is not empty.
func checkSegment(s string) error {
	for i, r := range s {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_':
		case r == '.', r == '-':
			if i == 0 {
				return fmt.Errorf("it starts with %s; a name starts with a letter, a digit or _", character(r))
			}
		default:
			return badCharacter(r, i)
		}
	}
	return nil
}

// badCharacter says which character is not allowed. Characters before it are
// ASCII, so its offset is its place.
func badCharacter(r rune, offset int) error {
	return fmt.Errorf("character %d, %s, is not allowed", offset+1, character(r))
}

// character names a character in a message.
func character(r rune) string {
	if r == ' ' {
		return "a space"
	}
	return fmt.Sprintf("%q", r)
}
