package archive

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest names that common file systems take.
const (
	maxName    = 4095
	maxSegment = 255
)

// CheckName says why a path cannot be the name of a file in an archive or in a
// directory that is to be copied to any machine. Such a path is relative, has
// forward slashes, and is as short as it can be.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("a path cannot be empty")
	case len(name) > maxName:
		return fmt.Errorf("a path cannot have more than %d bytes", maxName)
	case !utf8.ValidString(name):
		return errors.New("a path must be UTF-8")
	case strings.HasPrefix(name, "/"):
		return errors.New("a path cannot be absolute")
	case strings.ContainsRune(name, '\\'):
		return errors.New(`a path cannot contain "\"`)
	case strings.ContainsRune(name, ':'):
		return errors.New(`a path cannot contain ":"`)
	case strings.ContainsFunc(name, unicode.IsControl):
		return errors.New("a path cannot contain control characters")
	}
	for segment := range strings.SplitSeq(name, "/") {
		if err := checkSegment(segment); err != nil {
			return err
		}
	}
	return nil
}

func checkSegment(segment string) error {
	switch {
	case segment == "":
		return errors.New("a path cannot have an empty part")
	case segment == "." || segment == "..":
		return fmt.Errorf("a path cannot have the part %q", segment)
	case strings.HasSuffix(segment, ".") || strings.HasSuffix(segment, " "):
		return fmt.Errorf("a part of a path cannot end in %q", segment[len(segment)-1:])
	case len(segment) > maxSegment:
		return fmt.Errorf("a part of a path cannot have more than %d bytes", maxSegment)
	}
	return nil
}
