package validate

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// list joins words for a sentence: a, b and c.
func list(words []string, conjunction string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// named names one capability: protocol "p".
func named(t cml.CapabilityType, name string) string { return fmt.Sprintf("%s %q", t, name) }

// subject names the capabilities of a clause; of many only the first ones.
func subject(t cml.CapabilityType, names []cml.Str) string {
	const most = 3
	var b strings.Builder
	b.WriteString(t.String())
	for i, n := range names {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(names)-most)
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %q", n.Value)
	}
	return b.String()
}

// act says what is done with the capabilities of a clause: protocol "p" is used.
func act(t cml.CapabilityType, names []cml.Str, verb string) string {
	if len(names) > 1 {
		return subject(t, names) + " are " + verb
	}
	return subject(t, names) + " is " + verb
}

// article puts "a" or "an" in front of a word that can be counted.
func article(word string) string {
	switch {
	case word == "storage":
		return word
	case strings.ContainsRune("aeiou", rune(word[0])):
		return "an " + word
	}
	return "a " + word
}

// firstSegment returns the part of a path before the first slash.
func firstSegment(path string) string {
	segment, _, _ := strings.Cut(path, "/")
	return segment
}
