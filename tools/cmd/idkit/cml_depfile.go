package main

import (
	"errors"
	"io/fs"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/depfile"
)

// defineDepfile defines the flag of verbs that say what they have read.
func defineDepfile(f *cli.Flags) *string {
	name := f.String("depfile", "", "the `file` to write that tells make or Ninja what else was read")
	f.Alias("d", "depfile")
	return name
}

// writeDepfile writes the dependency file of an output. Without an output there
// is nothing to write, and one that is there is of an earlier call.
func writeDepfile(env *cli.Env, name, output string, inputs []string) error {
	switch {
	case name == "":
		return nil
	case output == "":
		err := env.FS.Remove(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	line, err := depfile.Line(output, inputs)
	if err != nil {
		return err
	}
	return env.WriteFile(name, line)
}
