package cli

import (
	"fmt"
	"strings"
)

// ParseParams reads an argument file: one argument per line, verbatim. Nothing
// is trimmed or unquoted, there are no comments, and an empty line is an empty
// argument. This is the form that Bazel calls multiline.
func ParseParams(text []byte) []string {
	if len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// FormatParams writes an argument file that ParseParams reads back. An argument
// with a line feed cannot be written.
func FormatParams(args []string) ([]byte, error) {
	var b strings.Builder
	for _, a := range args {
		if strings.Contains(a, "\n") {
			return nil, fmt.Errorf("argument %q has a line feed and cannot stand in an argument file", a)
		}
		b.WriteString(a)
		b.WriteByte('\n')
	}
	return []byte(b.String()), nil
}
