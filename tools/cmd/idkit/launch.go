package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/runfiles"
)

// runfile stands in front of an argument that is the name of a runfile.
const runfile = "runfile:"

// launchArguments returns the arguments of an executable that a rule made: a
// link to idkit, with its arguments beside it in a file that is named after it.
// Those of the command line follow. So a test or a target for "bazel run" is
// idkit itself and needs no shell.
func launchArguments(executable string, args []string, getenv func(string) string) ([]string, error) {
	name := strings.TrimSuffix(executable, ".exe")
	if base := name[strings.LastIndexAny(name, `/\`)+1:]; base == name || base == "idkit" || base == "cmc" {
		return args, nil // nothing that a rule made; that has a path and a name of its own
	}
	text, err := os.ReadFile(name + ".args")
	if errors.Is(err, fs.ErrNotExist) {
		return args, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the arguments of %s: %w", filepath.Base(name), err)
	}
	var files *runfiles.Runfiles
	launch := cli.ParseParams(text)
	for i, arg := range launch {
		path, ok := strings.CutPrefix(arg, runfile)
		if !ok {
			continue
		}
		if files == nil {
			if files, err = runfiles.Find(executable, getenv); err != nil {
				return nil, err
			}
		}
		launch[i] = files.Path(path)
	}
	return append(launch, args...), nil
}
