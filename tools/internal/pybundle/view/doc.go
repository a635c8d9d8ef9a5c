// Package view says in words and in JSON what is in a bundle, where it came from,
// and in what two bundles differ. It promises that equal bundles give equal
// texts, in an order that people can follow.
package view

import (
	"encoding/json"
	"fmt"
)

// marshal returns JSON as all our verbs print it.
func marshal(v any) ([]byte, error) {
	out, err := json.MarshalIndent(v, "", "  ")
	return append(out, '\n'), err
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// bytesOf returns a size for people.
func bytesOf(n int64) string {
	switch {
	case n >= 10_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 10_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
