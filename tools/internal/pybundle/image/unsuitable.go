package image

import "fmt"

// Unsuitable says why an interpreter cannot become an image. It may still be
// good for a tree.
type Unsuitable struct{ Reason string }

// Error returns the reason, which is about "the interpreter".
func (e *Unsuitable) Error() string { return e.Reason }

func unsuitable(format string, args ...any) error {
	return &Unsuitable{fmt.Sprintf(format, args...)}
}
