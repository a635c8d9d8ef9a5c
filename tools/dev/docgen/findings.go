package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func findingsCommand() *cli.Command {
	return &cli.Command{
		Name:    "findings",
		Short:   "Makes the page of the rules that findings name.",
		Example: "docgen findings --output findings.md",
		Run:     findings,
	}
}

func findings(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	output := f.String("output", "", "the `page`")
	f.Require("output")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	page, err := findingsPage()
	if err != nil {
		return err
	}
	return env.WriteFile(*output, []byte(page))
}

// families are the rules of manifests by the letters of their ids, in the order
// of the page.
var families = []struct{ letters, title string }{
	{"I", "Identifiers"},
	{"C", "Children and collections"},
	{"P", "`capabilities`"},
	{"U", "`use`"},
	{"X", "`expose`"},
	{"O", "`offer`"},
	{"S", "Sources of routes"},
	{"cycle", "Cycles"},
	{"E", "`environments`"},
	{"R", "`program` and its runner"},
	{"K", "`config`"},
	{"F", "`facets`"},
	{"M", "What the build demands"},
	{"D", "Declarations as a whole"},
	{"T", "What cannot be compiled"},
	{"W", "Warnings"},
}

// compilerRules are those that only the translation knows.
var compilerRules = []validate.Rule{
	{ID: "T2", Text: "a section config although it is not known where in the package its values will be", Fix: "give --config-package-path; the rules do so by themselves"},
}

// findingsPage returns the page. Every rule belongs to a family.
func findingsPage() (string, error) {
	var page strings.Builder
	fmt.Fprintf(&page, "<!-- Generated from the rule book. To make it anew: %s -->\n", fix)
	page.WriteString(`
# Findings

A finding names its rule in brackets: "… is declared twice [O14]". An error gives no output. A warning
is printed and, with ` + "`strict = True`" + `, is an error. A note is in the realm's report only.

A finding without brackets is about the text itself: its syntax, its types, names and URLs, includes,
or values that cannot be merged. The finding knows the place and says how to mend it there; this page
says it in general. What each field takes is in the [reference of the language](cml.md).

## Manifests

A manifest is checked when it is compiled: a core realm and a root realm as a whole, a shard never alone.
`)
	rules := append(validate.Rules(), compilerRules...)
	for _, family := range families {
		var members []validate.Rule
		rest := rules[:0:0]
		for _, r := range rules {
			if strings.TrimRight(r.ID, "0123456789") == family.letters {
				members = append(members, r)
			} else {
				rest = append(rest, r)
			}
		}
		rules = rest
		fmt.Fprintf(&page, "\n### %s\n", family.title)
		writeRules(&page, members)
	}
	if len(rules) > 0 {
		return "", fmt.Errorf("rule %s belongs to no family", rules[0].ID)
	}
	page.WriteString(`
## Realms

These are found when a realm is built, after it has been compiled.
`)
	writeRules(&page, realm.Rules())
	return page.String(), nil
}

// writeRules writes a table in which each rule can be linked to.
func writeRules(page *strings.Builder, rules []validate.Rule) {
	page.WriteString("\n| rule | broken by | how to mend it |\n| --- | --- | --- |\n")
	for _, r := range rules {
		fmt.Fprintf(page, "| <a id=\"%s\"></a>%s | %s | %s |\n", strings.ReplaceAll(strings.ToLower(r.ID), " ", "-"), r.ID, ruleCell(r.Text), ruleCell(r.Fix))
	}
}

// written is what a rule shows as it is written in a manifest.
var written = regexp.MustCompile(`(\w+: )?(\[ [^\]]* \]|"[^"]*")`)

// ruleCell makes a text of a rule fit into a table.
func ruleCell(text string) string {
	return strings.ReplaceAll(written.ReplaceAllString(text, "`$0`"), "|", `\|`)
}
