package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

func pyVerifyCommand() *cli.Command {
	return &cli.Command{
		Name:     "verify",
		Short:    "Checks that Python bundles are as they were made: all lengths, checksums, digests and paths.",
		Args:     "BUNDLE…",
		Example:  "idkit py verify bazel-bin/app/main",
		Findings: "a file is no bundle, or damaged",
		Run:      pyVerify,
	}
}

func pyVerify(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	asJSON := f.Bool("json", false, "print JSON")
	names, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return cli.Usagef("give the bundles to verify")
	}
	findings := &diag.List{}
	var verified verifiedBundles
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := verifyBundle(env, name)
		if err != nil {
			return err
		}
		for _, problem := range v.Problems {
			findings.Add(diag.Errorf(diag.Fixed(diag.Position{File: name}), "", "%s", problem))
		}
		verified.Bundles = append(verified.Bundles, v)
	}
	if *asJSON {
		if err := printJSON(env, &verified); err != nil {
			return err
		}
		if findings.HasErrors() {
			return cli.Status(cli.ExitFindings)
		}
		return nil
	}
	for _, v := range verified.Bundles {
		if len(v.Problems) == 0 {
			fmt.Fprintf(env.Stdout, "%s: all right; archives: %d, contents: %d\n", v.Name, v.Archives, v.Blobs)
		}
	}
	return env.Report(findings)
}

// verifiedBundles is what the verb has found out.
type verifiedBundles struct {
	Bundles []verifiedBundle `json:"bundles"`
}

// Marshal returns it as JSON.
func (v *verifiedBundles) Marshal() ([]byte, error) {
	out, err := json.MarshalIndent(v, "", "  ")
	return append(out, '\n'), err
}

// verifiedBundle is what was found out about one file.
type verifiedBundle struct {
	Name     string   `json:"name"`
	Archives int      `json:"archives"`
	Blobs    int      `json:"contents"`
	Problems []string `json:"problems"`
}

// verifyBundle checks a file. An error means that it could not be read.
func verifyBundle(env *cli.Env, name string) (verifiedBundle, error) {
	v := verifiedBundle{Name: name, Problems: []string{}}
	f, err := openRandom(env, name)
	if err != nil {
		return v, err
	}
	defer f.Close()
	b, err := hpa.Open(f, f.size)
	if err == nil {
		v.Archives = len(b.Archives)
		for _, a := range b.Archives {
			v.Blobs += len(a.Blobs)
		}
		err = b.Verify()
	}
	for _, err := range split(err) {
		var e *hpa.Error
		if !errors.As(err, &e) {
			return v, readError(name, err)
		}
		v.Problems = append(v.Problems, e.Error())
	}
	return v, nil
}

// split takes joined errors apart.
func split(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
