package element

import (
	"fmt"
	"strings"
)

// HostCPU returns the name that paths of an IDK have for the CPU of a host
// triple, such as x86_64-unknown-linux-gnu.
func HostCPU(triple string) (string, error) {
	cpu, rest, ok := strings.Cut(triple, "-")
	switch {
	case !ok || rest == "":
	case cpu == "x86_64":
		return "x64", nil
	case cpu == "aarch64":
		return "arm64", nil
	}
	return "", fmt.Errorf("got the host %q, expected a triple that starts with x86_64- or aarch64-, such as x86_64-unknown-linux-gnu", triple)
}

// TargetCPUs returns the CPUs that components run on, in the order in which an
// IDK names them.
func TargetCPUs() []string { return []string{"x64", "arm64", "riscv64"} }
