// Pylaunch is the stem of packed bundles of Python: the program that stands at the
// start of the file, unpacks the runtime behind it once, and becomes it.
package main

import (
	"os"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/launch"
)

func main() { os.Exit(launch.Main(os.Args, os.Environ(), os.Stdout, os.Stderr)) }
