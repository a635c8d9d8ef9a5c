// Package e2e tries the rule set as its users do: whole workspaces, a real
// Bazel, what is in the folders afterwards.
//
// Its tests take minutes, so they run only where RULES_IDK_E2E names a bazelw or
// Bazel; `.ci/run` does that.
package e2e
