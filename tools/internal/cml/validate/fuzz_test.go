package validate

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// everything checks all that there is to check.
var everything = Options{
	Features: Features(0).
		With(AllowLongNames).With(DeliveryType).With(DynamicDictionaries).With(UseDictionaries),
	ForCompile: true,
}

// FuzzDocument validates whatever can be decoded. Findings are complete, the
// verdict does not depend on the order in which clauses are written, and what
// is accepted can be translated.
func FuzzDocument(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.txtar"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, manifest := range archive.Files {
			if strings.HasSuffix(manifest.Name, ".cml") {
				f.Add(manifest.Data)
			}
		}
	}
	f.Fuzz(checkProperties)
}

// checkProperties checks what must hold for any manifest.
func checkProperties(t *testing.T, text []byte) {
	decode := func() *cml.Document {
		return cml.Decode(diag.NewFile("fuzz.cml", text), cml.DecodeOptions{}, &diag.List{})
	}
	d := decode()
	if d == nil {
		return
	}
	merge.Canonicalize(d)
	diags := &diag.List{}
	Document(d, everything, diags)
	for _, finding := range diags.All() {
		if !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == finding.Rule }) {
			t.Errorf("finding %q breaks the rule %q, which is not in the book", finding.Msg, finding.Rule)
		}
		if finding.Hint == "" || !finding.Pos.IsValid() {
			t.Errorf("finding %q has no hint or no place", finding.Msg)
		}
	}
	reversed := decode()
	for _, list := range []*[]*cml.Clause{&reversed.Use, &reversed.Expose, &reversed.Offer, &reversed.Capabilities} {
		slices.Reverse(*list)
	}
	slices.Reverse(reversed.Children)
	slices.Reverse(reversed.Collections)
	slices.Reverse(reversed.Environments)
	merge.Canonicalize(reversed)
	again := &diag.List{}
	Document(reversed, everything, again)
	if again.HasErrors() != diags.HasErrors() {
		t.Errorf("written in another order, errors are %v instead of %v:\n%s\n%s", again.HasErrors(), diags.HasErrors(), printed(t, diags), printed(t, again))
	}
	if diags.HasErrors() {
		return
	}
	translated := &diag.List{}
	if translate.Component(d, translate.Options{ConfigPackagePath: "meta/x.cvf"}, translated) == nil {
		t.Errorf("accepted, but not translated: %v", translated.Err())
	}
}
