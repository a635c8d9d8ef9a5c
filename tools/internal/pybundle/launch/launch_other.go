//go:build !linux

package launch

import (
	"errors"
	"io"
	"runtime"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
)

// Main says that this system has no way to start a bundle.
func Main(args, _ []string, _, stderr io.Writer) int {
	name := "bundle"
	if len(args) > 0 {
		name = args[0]
	}
	fault := &Fault{name, errors.New("packed bundles start on Linux only, not on " + runtime.GOOS), "use form = \"tree\""}
	_, _ = io.WriteString(stderr, fault.Error()+"\n")
	return contract.FaultStatus
}
