// Package pack makes the archive of a compressed runtime, which a packed bundle
// carries: one executable file, or a directory with an interpreter in it.
//
// Its one idea: content is cut into frames that are compressed by themselves, so
// that both sides use all cores. The bytes depend on the content and on the level
// alone, not on the machine or on which core was faster.
package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

// Level is how hard content is compressed.
type Level string

// The levels.
const (
	None Level = "none" // stored as it is
	Fast Level = "fast" // for edit and run
	Best Level = "best" // the best that needs no Python
	Max  Level = "max"  // level 19 of libzstd, which CPython 3.14 carries
)

// frame returns how much content a frame has at most. Where size is all that
// counts it is more, and still so little that eight cores need little memory.
func (l Level) frame() int {
	if l == Max {
		return 7 << 20
	}
	return seekable.FrameSize
}

// cut returns the content of frames. They are of one size, as far as possible: cores
// that have a frame each end at the same time.
func (l Level) cut(content []byte) [][]byte {
	if len(content) == 0 {
		return nil
	}
	count := (len(content) + l.frame() - 1) / l.frame()
	size := (len(content) + count - 1) / count
	return slices.Collect(slices.Chunk(content, (size+hpa.BlockAlign-1)/hpa.BlockAlign*hpa.BlockAlign))
}

// Levels are all levels, from the fastest to the smallest.
var Levels = []Level{None, Fast, Best, Max}

// ParseLevel returns the level of a name.
func ParseLevel(name string) (Level, error) {
	if level := Level(name); slices.Contains(Levels, level) {
		return level, nil
	}
	var names []string
	for _, level := range Levels {
		names = append(names, string(level))
	}
	return "", fmt.Errorf("expected one of %s", strings.Join(names, ", "))
}
