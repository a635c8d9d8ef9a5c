package main

import "github.com/rules-idk/rules_idk/tools/internal/cli"

// cmcDebugPrint prints what idkit cm print does: cmc promises nothing about its
// own form.
func cmcDebugPrint() *cli.Command {
	return &cli.Command{
		Name:    "debug-print-cm",
		Short:   "Prints a compiled manifest as JSON.",
		Args:    "FILE.cm",
		Example: "cmc debug-print-cm app.cm",
		Run:     cmPrint,
		Brief:   true,
	}
}
