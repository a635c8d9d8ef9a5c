package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func atomUpdateGoldensCommand() *cli.Command {
	return &cli.Command{
		Name:    "update-goldens",
		Short:   "Writes API and contents goldens to the source tree.",
		Args:    "CANDIDATE…",
		Example: "BUILD_WORKSPACE_DIRECTORY=$PWD idkit atom update-goldens --golden sdk/lib/syslog/syslog.api bazel-bin/sdk/lib/syslog/syslog_api.api",
		Run:     atomUpdateGoldens,
		Brief:   true,
	}
}

// atomUpdateGoldens is what "bazel run" of an update target runs. Bazel says
// where the workspace is; nothing is written anywhere else.
func atomUpdateGoldens(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	goldens := f.Strings("golden", "the `path` of a golden in the workspace; one for each candidate, in the same order")
	candidates, err := f.Parse(args)
	if err != nil {
		return err
	}
	switch {
	case len(*goldens) == 0:
		return cli.Usagef("give at least one golden")
	case len(*goldens) != len(candidates):
		return cli.Usagef("there are %d goldens and %d candidates", len(*goldens), len(candidates))
	}
	workspace := ""
	if env.Getenv != nil {
		workspace = env.Getenv("BUILD_WORKSPACE_DIRECTORY")
	}
	if workspace == "" {
		return cli.Usagef("BUILD_WORKSPACE_DIRECTORY is not set: run the update target with \"bazel run\"")
	}
	for i, golden := range *goldens {
		if err := updateGolden(env, workspace, golden, candidates[i]); err != nil {
			return err
		}
	}
	return nil
}

// updateGolden writes one golden, with the newline at its end that people's
// editors want.
func updateGolden(env *cli.Env, workspace, golden, candidate string) error {
	if err := archive.CheckName(golden); err != nil {
		return cli.Usagef("--golden cannot be %q: %v", golden, err)
	}
	text, err := env.ReadFile(candidate)
	if err != nil {
		return err
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	name := filepath.Join(workspace, filepath.FromSlash(golden))
	if err := staysInside(env, workspace, name); err != nil {
		return err
	}
	old, err := env.FS.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	outcome := "updated"
	switch {
	case err != nil:
		outcome = "created"
	case bytes.Equal(bytes.TrimSuffix(old, []byte("\n")), bytes.TrimSuffix(text, []byte("\n"))):
		outcome = "up to date"
	}
	if outcome != "up to date" {
		if err := env.WriteFile(name, text); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: %s\n", golden, outcome)
	return err
}

// staysInside checks that no link on the way to a file leads out of the
// workspace.
func staysInside(env *cli.Env, workspace, name string) error {
	root, err := env.FS.Resolve(workspace)
	if err != nil {
		return fmt.Errorf("find the workspace: %w", err)
	}
	for there := name; there != filepath.Clean(workspace); there = filepath.Dir(there) {
		resolved, err := env.FS.Resolve(there)
		if errors.Is(err, fs.ErrNotExist) {
			continue // to be made
		}
		if err != nil {
			return err
		}
		if !strings.HasPrefix(resolved, root+string(filepath.Separator)) {
			return cli.Usagef("%s is outside of the workspace %s: it is %s", name, workspace, resolved)
		}
		return nil
	}
	return nil
}
