package libcheck

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is a version of the C library, such as 2.17 or 2.2.5.
type Version [3]int

// ParseVersion reads a version of two or three numbers.
func ParseVersion(text string) (Version, error) {
	var v Version
	parts := strings.Split(text, ".")
	if len(parts) < 2 || len(parts) > len(v) {
		return v, fmt.Errorf("got %q, expected a version such as 2.17", text)
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return v, fmt.Errorf("got %q, expected a version such as 2.17", text)
		}
		v[i] = int(n)
	}
	return v, nil
}

// Compare is less than, equal to or more than 0 as v is older than, equal to or
// newer than w.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v[0], w[0]), cmp.Compare(v[1], w[1]), cmp.Compare(v[2], w[2]))
}

// String returns the version as the C library writes it.
func (v Version) String() string {
	s := fmt.Sprintf("%d.%d", v[0], v[1])
	if v[2] > 0 {
		s += fmt.Sprintf(".%d", v[2])
	}
	return s
}

// libcVersion returns the version of the C library that a symbol version asks
// for. Versions of other libraries ask for none.
func libcVersion(symbolVersion string) (v Version, ok bool) {
	name, ok := strings.CutPrefix(symbolVersion, "GLIBC_")
	if !ok {
		return v, false
	}
	if name == "ABI_DT_RELR" {
		return Version{2, 36}, true // no symbol: the library must know packed relocations
	}
	v, err := ParseVersion(name)
	return v, err == nil
}
