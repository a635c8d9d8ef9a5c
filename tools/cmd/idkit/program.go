package main

import "github.com/rules-idk/rules_idk/tools/internal/cli"

// program returns the table that answers to the name of the process.
func program(arg0 string) *cli.Program { return cli.Select(arg0, idkit(), cmc()) }

// idkit is the verb table. A build action calls one verb; the verb, the
// action's mnemonic and the Go file have the same name.
func idkit() *cli.Program {
	return &cli.Program{
		Name:  "idkit",
		Short: "Builds and inspects component manifests, realms, packages, IDKs and Python programs.",
		Commands: []*cli.Command{
			{
				Name:  "cml",
				Short: "Works on component manifests.",
				Commands: []*cli.Command{
					cmlIncludeCommand(), cmlCheckIncludesCommand(), cmlExpectCommand(), cmlMergeCommand(),
					cmlValidateCommand(), cmlValidateReferencesCommand(), cmlCompileCommand(), cmlFormatCommand(),
					cmlDocCommand(), cmlSchemaCommand(),
				},
			},
			{
				Name:     "cm",
				Short:    "Works on compiled manifests.",
				Commands: []*cli.Command{cmPrintCommand(), cmEncodeCommand()},
			},
			{
				Name:  "realm",
				Short: "Works on realms that are assembled from shards.",
				Commands: []*cli.Command{
					realmMergeCommand(), realmCheckCommand(), realmReportCommand(),
					realmFactsCommand(), realmDiffCommand(), realmBlameCommand(), realmWhyCommand(),
				},
			},
			{
				Name:     "pkg",
				Short:    "Works on Fuchsia packages.",
				Commands: []*cli.Command{pkgBuildCommand(), pkgCheckCommand()},
			},
			{
				Name:  "atom",
				Short: "Works on SDK atoms, and on the elements of an IDK that they become.",
				Commands: []*cli.Command{
					atomBuildCommand(), atomCheckCommand(), atomCheckAPICommand(), atomUpdateGoldensCommand(),
					atomListCommand(), atomShowCommand(), atomDiffCommand(), atomVerifyCommand(),
				},
			},
			{
				Name:  "idk",
				Short: "Works on IDKs as a whole.",
				Commands: []*cli.Command{
					idkExportCommand(), idkCheckContentsCommand(), idkArchiveCommand(), idkMergeCommand(),
				},
			},
			pyCommand(),
			{
				Name:     "findings",
				Short:    "Works on what checks have found.",
				Commands: []*cli.Command{findingsShowCommand()},
			},
			{
				Name:     "golden",
				Short:    "Works on files that a build computes and people review.",
				Commands: []*cli.Command{goldenCheckCommand(), goldenUpdateCommand()},
			},
		},
	}
}
