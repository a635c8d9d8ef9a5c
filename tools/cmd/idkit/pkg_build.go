package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pkg"
)

func pkgBuildCommand() *cli.Command {
	return &cli.Command{
		Name:  "build",
		Short: "Builds a package: meta.far, package_manifest.json and blobs/ in one directory.",
		Example: `idkit pkg build --name app --api-level 31 --package-manifest out/package_manifest.json \
  --entry '{"dest": "meta/app.cm", "file": "app.cm"}'`,
		Run: pkgBuild,
	}
}

// pkgBuild is the action PkgBuild.
func pkgBuild(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	spec := pkg.Spec{Open: func(name string) (fs.File, error) { return env.FS.Open(name) }}
	f.StringVar(&spec.Name, "name", "", "the package's `name`")
	f.StringVar(&spec.Repository, "repository", "fuchsia.com", "the `host` of the package's URL")
	level := f.String("api-level", "",
		"the API `level` that decides the ABI revision, or a revision such as 0x9080590de5503f82")
	history := f.String("version-history", "",
		"the `version_history.json` of an SDK that knows the level; the frozen levels are known without")
	entries := f.Strings("entry", "a file, `described` as JSON with dest, file and label; any number")
	subpackages := f.Strings("subpackage", "a subpackage, `described` as JSON with name and manifest; any number")
	manifest := f.String("package-manifest", "",
		"the `package_manifest.json` to write; meta.far and blobs/ are written beside it")
	f.Require("name", "api-level", "package-manifest")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	if filepath.Base(*manifest) != "package_manifest.json" {
		return cli.Usagef("--package-manifest cannot be %q: the file must be named package_manifest.json", *manifest)
	}
	spec.Dir = filepath.Dir(*manifest)

	var err error
	if spec.ABIRevision, err = abiRevision(env, *level, *history); err != nil {
		return err
	}
	for _, text := range *entries {
		entry, err := packageEntry(text)
		if err != nil {
			return err
		}
		spec.Entries = append(spec.Entries, entry)
	}
	for _, text := range *subpackages {
		subpackage, err := subpackage(env, text)
		if err != nil {
			return err
		}
		spec.Subpackages = append(spec.Subpackages, subpackage)
	}
	if _, err := pkg.Build(ctx, env, spec); err != nil {
		return err
	}
	warnings := &diag.List{}
	if pkg.LongName(spec.Name) {
		warnings.Add(diag.Warningf(diag.Pos{}, "", "the package name %q has more than 100 characters", spec.Name).
			WithHint("choose a shorter one: older tools refuse it"))
	}
	return env.Report(warnings)
}

// abiRevision returns the revision of an API level.
func abiRevision(env *cli.Env, level, history string) (uint64, error) {
	if strings.HasPrefix(level, "0x") {
		revision, err := pkg.ParseABIRevision(level)
		if err != nil {
			return 0, cli.Usagef("--api-level cannot be %q: %v", level, err)
		}
		return revision, nil
	}
	known := pkg.KnownLevels()
	if history != "" {
		text, err := env.ReadFile(history)
		if err != nil {
			return 0, err
		}
		if known, err = pkg.ParseVersionHistory(diag.NewFile(history, text)); err != nil {
			return 0, err
		}
	}
	found, err := known.Lookup(level)
	if err != nil {
		return 0, cli.Usagef("--api-level cannot be %q: %v", level, err)
	}
	return found.Revision, nil
}

func packageEntry(text string) (pkg.Entry, error) {
	var e struct{ Dest, File, Label string }
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return pkg.Entry{}, cli.Usagef("read description of entry %s: %v", text, err)
	}
	entry := pkg.Entry{Dest: e.Dest, Source: e.File}
	if e.Label != "" {
		entry.Pos = diag.Fixed(diag.Position{File: e.File, Label: include.DisplayLabel(e.Label)})
	}
	return entry, nil
}

func subpackage(env *cli.Env, text string) (pkg.Subpackage, error) {
	var s struct{ Name, Manifest string }
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return pkg.Subpackage{}, cli.Usagef("read description of subpackage %s: %v", text, err)
	}
	m, err := readPackageManifest(env, s.Manifest)
	if err != nil {
		return pkg.Subpackage{}, fmt.Errorf("subpackage %s: %w", s.Name, err)
	}
	return pkg.Subpackage{Name: s.Name, Merkle: m.Hash(), ManifestPath: s.Manifest}, nil
}
