package main

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// cmc is the table of the commands of Fuchsia's manifest compiler, with its
// spelling of the flags (tools/cmc/src/opts.rs). Each does what the verb of
// idkit cml with that name does.
func cmc() *cli.Program {
	stamp := new(string)
	return &cli.Program{
		Name:       "cmc",
		Short:      "Checks, merges, formats and compiles component manifests.",
		OneFailure: true,
		Global: func(f *cli.Flags) func(*cli.Env) error {
			f.Joined = true
			f.StringVar(stamp, "stamp", "", "an empty `file` to write when all is well")
			f.Alias("s", "stamp")
			return func(env *cli.Env) error { return writeStamp(env, *stamp) }
		},
		Commands: []*cli.Command{
			cmcInclude(),
			cmcCheckIncludes(stamp),
			cmcMerge(),
			cmcValidate(),
			cmcValidateReferences(),
			cmcCompile(),
			cmcFormat(),
			cmcPrintCMLReference(),
			cmcDebugPrint(),
		},
	}
}

// cmcFlags returns flags that are read as cmc reads its own: a list takes several
// words, up to the next flag or the name of a manifest.
func cmcFlags(env *cli.Env) *cli.Flags {
	f := cli.NewFlags(env)
	f.Greedy, f.Joined = true, true
	f.ListEnd = func(word string) bool { return strings.HasSuffix(word, ".cml") }
	return f
}

// defineForCmc defines the flags as idkit does, but manifests of 2021 are
// accepted unless somebody says --legacy=.
func (s *settings) defineForCmc(f *cli.Flags) {
	s.define(f)
	s.legacy = "2021"
	f.Lookup("legacy").DefValue = s.legacy
}

// defineForCmc defines the flags in cmc's spelling.
func (s *searchFlags) defineForCmc(f *cli.Flags) { s.defineAs(f, "includeroot", "includepath") }

// retired are features that cmc knew once. What they restricted is free today.
var retired = []string{"config_capabilities", "hub", "services", "structured_config"}

// readForCmc cuts the names of features at spaces, as cmc does, and warns of those
// that restrict nothing any more.
func (r *requirements) readForCmc(env *cli.Env) error {
	diags := &diag.List{}
	names := strings.Fields(strings.Join(r.features, " "))
	r.features = slices.DeleteFunc(names, func(name string) bool {
		if !slices.Contains(retired, name) {
			return false
		}
		diags.Add(diag.Warningf(diag.Fixed(diag.Position{File: "--features"}), "", "%q restricts nothing any more", name).
			WithHint("leave it out"))
		return true
	})
	return env.Report(diags)
}

// atSpaces cuts the values of a list at spaces, as cmc does, unless that cuts the
// name of a directory.
func (s *searchFlags) atSpaces(env *cli.Env) {
	var paths []string
	for _, p := range s.paths {
		if _, err := env.FS.Stat(p); err == nil || strings.TrimSpace(p) == "" {
			paths = append(paths, p)
			continue
		}
		paths = append(paths, strings.Fields(p)...)
	}
	s.paths = paths
}
