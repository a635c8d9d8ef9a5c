package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

// ruleID is how the sources write the id of a rule.
var ruleID = regexp.MustCompile(`"([A-Z][0-9]{1,2})"`)

// TestFindingsPageIsUpToDate compares the page of the tree with the rule book.
func TestFindingsPageIsUpToDate(t *testing.T) {
	page, err := findingsPage()
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "../../../docs/reference/findings.md", []byte(page))
}

// TestRulesSayHowToMend checks what a reader of the page needs of each rule.
func TestRulesSayHowToMend(t *testing.T) {
	seen := map[string]bool{}
	check := func(prefix string, rules []validate.Rule) {
		for _, r := range rules {
			if r.Text == "" || r.Fix == "" || strings.HasSuffix(r.Text+r.Fix, ".") {
				t.Errorf("%s: text %q, fix %q", r.ID, r.Text, r.Fix)
			}
			if seen[prefix+r.ID] {
				t.Errorf("%s is there twice", r.ID)
			}
			seen[prefix+r.ID] = true
		}
	}
	check("", append(validate.Rules(), compilerRules...))
	check("realm-", realm.Rules())
}

// TestFindingsPageHasEveryRule compares the page with the ids that the sources
// mention.
func TestFindingsPageHasEveryRule(t *testing.T) {
	page, err := findingsPage()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, from := range []struct{ folder, anchor string }{
		{"../../internal/cml", ""},
		{"../../internal/cm/translate", ""},
		{"../../internal/realm", "realm-"},
	} {
		if _, err := os.Stat(from.folder); err != nil {
			t.Skipf("the sources are not here (%v): run it with go test ./tools/dev/docgen", err)
		}
		err := filepath.WalkDir(from.folder, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := os.ReadFile(name)
			for _, m := range ruleID.FindAllSubmatch(text, -1) {
				found++
				if anchor := `<a id="` + from.anchor + strings.ToLower(string(m[1])) + `">`; !strings.Contains(page, anchor) {
					t.Errorf("%s mentions %s, which is not on the page", name, m[1])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found == 0 {
		t.Error("the sources mention no rule at all")
	}
}
