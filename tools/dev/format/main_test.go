package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// saying makes a runner whose tools print and return what is given for the first word of their arguments that has
// an entry.
func saying(out map[string]string, failing map[string]error, ran *[]string) runner {
	return func(_ context.Context, args ...string) (string, error) {
		line := strings.Join(args, " ")
		*ran = append(*ran, line)
		for _, arg := range args {
			if _, ok := out[arg]; ok || failing[arg] != nil {
				return out[arg], failing[arg]
			}
		}
		return "", nil
	}
}

func TestFormat(t *testing.T) {
	bad := errors.New("exit status 3")
	for _, test := range []struct {
		name    string
		args    []string
		out     map[string]string
		failing map[string]error
		code    int
		stdout  string
		stderr  string
		ran     int
	}{
		{name: "fixes in silence", ran: 3},
		{name: "what a fixing tool prints is no finding", out: map[string]string{"gofumpt": "a.go\n"}, ran: 3},
		{name: "a check without differences", args: []string{"-check"}, ran: 3},
		{
			name: "gofumpt shows its findings by printing alone", args: []string{"-check"},
			out:  map[string]string{"gofumpt": "diff a.go\n"},
			code: 1, stdout: "--- gofumpt\ndiff a.go\nfix: bazel run //tools/dev:format\n", ran: 3,
		},
		{
			name: "a check shows the differences of all tools", args: []string{"-check"},
			out:     map[string]string{"gazelle": "diff a/BUILD.bazel\n", "buildifier": "diff b.bzl\n"},
			failing: map[string]error{"gazelle": bad, "buildifier": bad},
			code:    1,
			stdout:  "--- gazelle\ndiff a/BUILD.bazel\n--- buildifier\ndiff b.bzl\nfix: bazel run //tools/dev:format\n",
			ran:     3,
		},
		{
			name: "a tool that fails in silence is named", args: []string{"-lint"},
			failing: map[string]error{"vet": bad},
			code:    1, stdout: "--- vet\ngo vet ./...: exit status 3\n", ran: 2,
		},
		{name: "help", args: []string{"-h"}, stdout: usage},
		{name: "an unknown flag", args: []string{"-x"}, code: 2, stderr: "format: flag provided but not defined: -x\n" + usage},
		{name: "an argument", args: []string{"x"}, code: 2, stderr: "format: unexpected argument \"x\"\n" + usage},
		{name: "two modes", args: []string{"-check", "-lint"}, code: 2, stderr: "format: -check and -lint exclude each other\n" + usage},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			var ran []string
			code := format(t.Context(), test.args, saying(test.out, test.failing, &ran), &stdout, &stderr)
			if code != test.code {
				t.Errorf("got exit code %d, want %d", code, test.code)
			}
			if diff := cmp.Diff(test.stdout, stdout.String()); diff != "" {
				t.Errorf("standard output (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.stderr, stderr.String()); diff != "" {
				t.Errorf("standard error (-want +got):\n%s", diff)
			}
			if len(ran) != test.ran {
				t.Errorf("got %d tools run, want %d: %q", len(ran), test.ran, ran)
			}
		})
	}
}

func TestChecksChangeNothing(t *testing.T) {
	for _, step := range checking {
		for _, word := range []string{" -w ", "fix"} {
			if strings.Contains(step.args, word) {
				t.Errorf("the check of %s would write: go %s", step.name, step.args)
			}
		}
	}
}
