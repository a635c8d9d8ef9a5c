package validate

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// The cases are archives of manifests. A file whose name begins with "accepted"
// has no findings, one with "warned" has only warnings, one with "refused" has
// errors; the findings of the last two are in the file of the same name with
// the extension .txt. The first line of a manifest may hold options:
//
//	// options: compile feature=use_dictionaries must-offer-protocol=p

// TestRules checks that each rule has cases, that its refused ones are refused
// by this rule alone, and how that is said.
func TestRules(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			file := filepath.Join("testdata", "rules", rule.ID+".txtar")
			archive := runArchive(t, file, func(name string, diags *diag.List) {
				for _, d := range diags.All() {
					if d.Rule != rule.ID {
						t.Errorf("%s: broke %s, want only %s broken: %s", name, d.Rule, rule.ID, d.Msg)
					}
					if d.Hint == "" {
						t.Errorf("%s: no hint for: %s", name, d.Msg)
					}
					if !d.Pos.IsValid() {
						t.Errorf("%s: no place for: %s", name, d.Msg)
					}
				}
			})
			for _, want := range []string{"accepted", "refused"} {
				if strings.HasPrefix(rule.ID, "W") && want == "refused" {
					want = "warned"
				}
				if !slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, want) }) {
					t.Errorf("%s has no %s case", file, want)
				}
			}
		})
	}
}

// TestRuleFiles checks that there are no cases for rules that do not exist.
func TestRuleFiles(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "rules", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id }) {
			t.Errorf("%s is for a rule that is not in the book", file)
		}
	}
}

// TestTopics checks how rules work together.
func TestTopics(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "topics", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no topics found")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			runArchive(t, file, func(string, *diag.List) {})
		})
	}
}

// runArchive validates all manifests of an archive, compares the findings with
// those that the archive holds, and returns the archive.
func runArchive(t *testing.T, file string, check func(name string, diags *diag.List)) *txtar.Archive {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		name, isManifest := strings.CutSuffix(f.Name, ".cml")
		if !isManifest {
			continue
		}
		got.Files = append(got.Files, f)
		diags := validateText(t, f.Name, f.Data)
		check(f.Name, diags)
		switch {
		case strings.HasPrefix(name, "accepted"):
			if diags.Len() != 0 {
				t.Errorf("%s: accepted manifests have no findings, but this one has:\n%s", file, printed(t, diags))
			}
			continue
		case strings.HasPrefix(name, "warned"):
			if diags.Len() == 0 || diags.HasErrors() {
				t.Errorf("%s: %s should have warnings and no errors, but has:\n%s", file, f.Name, printed(t, diags))
			}
		case strings.HasPrefix(name, "refused"):
			if !diags.HasErrors() {
				t.Errorf("%s: %s should have errors, but has none", file, f.Name)
			}
		default:
			t.Errorf("%s: %s must be named accepted, warned or refused", file, f.Name)
		}
		got.Files = append(got.Files, txtar.File{Name: name + ".txt", Data: printed(t, diags)})
	}
	golden.Compare(t, file, txtar.Format(got))
	return archive
}

func printed(t *testing.T, diags *diag.List) []byte {
	t.Helper()
	var b strings.Builder
	if err := diags.Print(&b); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

// validateText decodes, canonicalizes and validates one manifest.
func validateText(t testing.TB, name string, text []byte) *diag.List {
	t.Helper()
	diags := &diag.List{}
	d := cml.Decode(diag.NewFile(name, text), cml.DecodeOptions{}, diags)
	if d == nil {
		t.Fatalf("%s cannot be decoded:\n%v", name, diags.Err())
	}
	merge.Canonicalize(d)
	Document(d, optionsOf(t, string(text)), diags)
	return diags
}

// optionsOf reads the options of a case.
func optionsOf(t testing.TB, text string) Options {
	t.Helper()
	var o Options
	line, _, _ := strings.Cut(text, "\n")
	words, found := strings.CutPrefix(line, "// options: ")
	if !found {
		return o
	}
	var features []string
	for _, word := range strings.Fields(words) {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "legacy":
			o.Legacy2021 = true
		case "compile":
			o.ForCompile = true
		case "feature":
			features = append(features, value)
		case "must-offer-protocol":
			o.MustOfferProtocol = append(o.MustOfferProtocol, value)
		case "must-use-protocol":
			o.MustUseProtocol = append(o.MustUseProtocol, value)
		case "must-offer-dictionary":
			o.MustOfferDictionary = append(o.MustOfferDictionary, value)
		default:
			t.Fatalf("unknown option %q", word)
		}
	}
	var err error
	if o.Features, err = ParseFeatures(features); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestMergedDocuments checks that findings about merged manifests name the
// files that people wrote, both of them.
func TestMergedDocuments(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "merged.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	diags := &diag.List{}
	var docs []*cml.Document
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".cml") {
			file := diag.NewFile(f.Name, f.Data)
			file.Label = "//realm:" + strings.TrimSuffix(f.Name, ".cml")
			docs = append(docs, cml.Decode(file, cml.DecodeOptions{}, diags))
		}
	}
	d := merge.Documents(docs, diags)
	if d == nil {
		t.Fatalf("cannot be merged:\n%v", diags.Err())
	}
	merge.Canonicalize(d)
	Document(d, Options{}, diags)
	archive.Files[len(archive.Files)-1].Data = printed(t, diags)
	golden.Compare(t, filepath.Join("testdata", "merged.txtar"), txtar.Format(archive))

	// The same from the printed document, as another process reads it.
	rendered := cml.Print(d)
	again := &diag.List{}
	file := diag.NewFile("out.cml", rendered.Text)
	tree := json5.Parse(file, again)
	if err := cml.AttachProvenance(file, tree, rendered.Provenance()); err != nil {
		t.Fatal(err)
	}
	d = cml.DecodeTree(tree, cml.DecodeOptions{}, again)
	merge.Canonicalize(d)
	Document(d, Options{}, again)
	if diff := cmp.Diff(string(printed(t, diags)), string(printed(t, again))); diff != "" {
		t.Errorf("findings about the printed document differ (-merged +printed):\n%s", diff)
	}
}

func TestValidationDoesNotChangeTheDocument(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if !strings.HasSuffix(f.Name, ".cml") {
				continue
			}
			d := cml.Decode(diag.NewFile(f.Name, f.Data), cml.DecodeOptions{}, &diag.List{})
			if d == nil {
				continue
			}
			merge.Canonicalize(d)
			before := string(cml.Print(d).Text)
			Document(d, Options{ForCompile: true}, &diag.List{})
			if after := string(cml.Print(d).Text); after != before {
				t.Errorf("%s, %s: printed differently after validation", file, f.Name)
			}
		}
	}
}

// A document in which everything is wrong must not cost more than its size:
// suggestions end, the findings do not.
func TestSuggestionsAreBounded(t *testing.T) {
	const n = 1000
	var b strings.Builder
	b.WriteString("{\n  children: [\n")
	for i := range n {
		fmt.Fprintf(&b, "    { name: \"network-%03d\", url: \"#meta/x.cm\" },\n", i)
	}
	b.WriteString("  ],\n  use: [\n")
	for i := range n {
		fmt.Fprintf(&b, "    { protocol: \"p%d\", from: \"#netwrok-%03d\" },\n", i, i)
	}
	b.WriteString("  ],\n}\n")
	findings := validateText(t, "wrong.cml", []byte(b.String())).All()
	if len(findings) != n {
		t.Fatalf("got %d findings, want %d", len(findings), n)
	}
	suggestions := 0
	for _, f := range findings {
		if strings.HasPrefix(f.Hint, "did you mean") {
			suggestions++
		}
	}
	if suggestions == 0 || suggestions == n {
		t.Errorf("%d of %d findings have suggestions, want some of them only", suggestions, n)
	}
}

// A wrong string that many files have is reported once, with the places.
func TestPlacesOfOneStringAreBounded(t *testing.T) {
	diags := &diag.List{}
	var docs []*cml.Document
	for i := range mostPlaces + 4 {
		file := diag.NewFile(fmt.Sprintf("%02d.cml", i), []byte(`{ use: [ { protocol: "p", from: "self" } ] }`))
		docs = append(docs, cml.Decode(file, cml.DecodeOptions{}, diags))
	}
	d := merge.Documents(docs, diags)
	merge.Canonicalize(d)
	Document(d, Options{}, diags)
	findings := diags.All()
	if len(findings) != 1 {
		t.Fatalf("got findings\n%s\nwant one", printed(t, diags))
	}
	var notes []string
	for _, n := range findings[0].Related {
		notes = append(notes, n.Msg)
	}
	want := append(slices.Repeat([]string{"the same is written here"}, mostPlaces),
		"the same is written here and at 2 more places", "the source is here")
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
