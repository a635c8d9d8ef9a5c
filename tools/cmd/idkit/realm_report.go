package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func realmReportCommand() *cli.Command {
	return &cli.Command{
		Name:  "report",
		Short: "Writes what a realm is made of: shards, what only one of them brings, what several state.",
		Example: "idkit realm report --manifest core.cml --provenance provenance.json --notes notes.json " +
			"--findings findings.json --product workstation --output core_realm_report.json",
		Run:   realmReport,
		Brief: true,
	}
}

// realmReport is the action RealmReport.
func realmReport(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	manifest := f.String("manifest", "", "the merged `manifest` of the realm")
	provenance := f.String("provenance", "", "the `file` that says where each fact came from")
	notes := f.String("notes", "", "the `file` that says what was merged")
	checked := f.String("findings", "", "the `file` with the findings of realm check")
	product := f.String("product", "", "the `name` of the product")
	url := f.String("url", "", "the component `URL` of the realm")
	packageManifest := f.String("package-manifest", "", "the `package_manifest.json` of the realm's package")
	output := f.String("output", "", "the `file` to write")
	f.Require("manifest", "provenance", "notes", "findings", "output")
	if _, err := f.Parse(args); err != nil {
		return err
	}

	diags := &diag.List{}
	document, err := readMerged(env, &s, *manifest, *provenance, diags)
	if err != nil {
		return err
	}
	if err := diags.Err(); err != nil {
		return err
	}
	text, err := env.ReadFile(*notes)
	if err != nil {
		return err
	}
	merged, err := realm.ReadNotes(text)
	if err != nil {
		return err
	}
	if text, err = env.ReadFile(*checked); err != nil {
		return err
	}
	found, err := findings.Read(text)
	if err != nil {
		return err
	}
	report := realm.NewReport(document, merged, found)
	report.Product, report.URL = *product, *url
	if *packageManifest != "" {
		m, err := readPackageManifest(env, *packageManifest)
		if err != nil {
			return err
		}
		report.Package = &realm.ReportPackage{Name: m.Name, Merkle: m.Hash().String()}
	}
	out, err := report.Marshal()
	if err != nil {
		return err
	}
	return env.WriteFile(*output, out)
}
