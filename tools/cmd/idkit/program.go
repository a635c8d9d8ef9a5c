package main

import "github.com/rules-idk/rules_idk/tools/internal/cli"

// idkit is the verb table. A build action calls one verb; the verb, the
// action's mnemonic and the Go file have the same name.
func idkit() *cli.Program {
	return &cli.Program{
		Name:  "idkit",
		Short: "Builds and inspects component manifests, realms and packages.",
		Commands: []*cli.Command{
			{
				Name:     "cml",
				Short:    "Works on component manifests.",
				Commands: []*cli.Command{cmlIncludeCommand(), cmlExpectCommand(), cmlCompileCommand()},
			},
			{
				Name:     "cm",
				Short:    "Works on compiled manifests.",
				Commands: []*cli.Command{cmPrintCommand(), cmEncodeCommand()},
			},
			{
				Name:     "realm",
				Short:    "Works on realms that are assembled from shards.",
				Commands: []*cli.Command{realmMergeCommand(), realmCheckCommand(), realmReportCommand()},
			},
			{
				Name:     "pkg",
				Short:    "Works on Fuchsia packages.",
				Commands: []*cli.Command{pkgBuildCommand()},
			},
			{
				Name:     "findings",
				Short:    "Works on what checks have found.",
				Commands: []*cli.Command{findingsShowCommand()},
			},
		},
	}
}
