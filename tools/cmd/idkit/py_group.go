package main

import "github.com/rules-idk/rules_idk/tools/internal/cli"

// pyCommand is the group of verbs on hermetic Python: first what actions call,
// in the order in which a bundle is made, then what people call.
func pyCommand() *cli.Command {
	return &cli.Command{
		Name:  "py",
		Short: "Works on self-contained Python programs: their runtimes, their archives and the bundles made of them.",
		Commands: []*cli.Command{
			pyUnpackCommand(), pyStdlibCommand(), pyImageCommand(), pyTreeCommand(), pyPackCommand(), pyCompileCommand(), pyLinkCommand(),
			pyInspectCommand(), pyVerifyCommand(), pyExtractCommand(), pyDiffCommand(), pyProvenanceCommand(),
			pyLibcheckCommand(), pyLintCommand(),
		},
	}
}
