// Package depfile writes dependency files: the line of a Makefile by which a
// command tells make, Ninja or GN which files it has read.
//
// It promises that a name is read back as it was given, whatever spaces, number
// signs and dollar signs are in it.
package depfile

import (
	"fmt"
	"strings"
)

// Line returns the dependency file of an output: its name, a colon, the inputs
// in the given order. A name with a line feed cannot be written.
func Line(output string, inputs []string) ([]byte, error) {
	var b strings.Builder
	for i, name := range append([]string{output}, inputs...) {
		if strings.ContainsAny(name, "\r\n") {
			return nil, fmt.Errorf("the name %q has a line feed and cannot stand in a dependency file", name)
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		escape(&b, name)
		if i == 0 {
			b.WriteByte(':')
		}
	}
	b.WriteByte('\n')
	return []byte(b.String()), nil
}

// escape writes a name as both make and Ninja read it. A backslash means itself
// but in front of what is escaped, so there each one is doubled.
func escape(b *strings.Builder, name string) {
	backslashes := 0
	for i := range len(name) {
		switch c := name[i]; c {
		case ' ', '\t', '#':
			b.WriteString(strings.Repeat(`\`, backslashes+1))
		case '$':
			b.WriteByte('$')
		}
		b.WriteByte(name[i])
		if name[i] == '\\' {
			backslashes++
		} else {
			backslashes = 0
		}
	}
	// Behind the name comes a space, which separates.
	b.WriteString(strings.Repeat(`\`, backslashes))
}
