package main

import (
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/depfile"
)

// defineDepfile defines the flag of verbs that say what they have read.
func defineDepfile(f *cli.Flags) *string {
	name := f.String("depfile", "", "the `file` to write that tells make or Ninja what else was read")
	f.Alias("d", "depfile")
	return name
}

// writeDepfile writes the dependency file of an output, without standard input.
// If there is no output there is nothing to write, and a file that is there is
// one of an earlier call.
func writeDepfile(env *cli.Env, name, output string, inputs []string) error {
	switch {
	case name == "":
		return nil
	case output == "":
		info, err := env.FS.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		return env.FS.Remove(name)
	}
	files := slices.DeleteFunc(slices.Clone(inputs), func(name string) bool { return name == "-" })
	line, err := depfile.Line(output, files)
	if err != nil {
		return err
	}
	return env.WriteFile(name, line)
}
