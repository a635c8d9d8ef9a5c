package main

import "testing"

func TestProgramAnswersToItsName(t *testing.T) {
	for arg0, want := range map[string]string{
		"idkit":                    "idkit",
		"/usr/bin/cmc":             "cmc",
		`C:\sdk\tools\x64\cmc.exe`: "cmc",
		`C:\sdk\tools\CMC.EXE`:     "cmc",
		"./cmc":                    "cmc",
		"/usr/bin/CMC":             "idkit",
		"cmcx":                     "idkit",
		"bazel-bin/idkit_/idkit":   "idkit",
		"":                         "idkit",
	} {
		if got := program(arg0).Name; got != want {
			t.Errorf("%q: got %s, want %s", arg0, got, want)
		}
	}
}
