package realm

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

// Report is core_realm_report.json, and root_realm_report.json: what a realm
// is made of and who is to be asked about what. Its JSON Schema is
// docs/reference/realm_report.schema.json.
type Report struct {
	SchemaVersion int    `json:"schema_version"`
	Product       string `json:"product"`
	// URL is the component URL of the realm; "" for root, which has none of its
	// own.
	URL string `json:"url"`
	// Package is null for a realm that is not packaged.
	Package    *ReportPackage     `json:"package"`
	Base       Contribution       `json:"base"`
	Shards     []ReportShard      `json:"shards"`
	Includes   []Contribution     `json:"includes"`
	Duplicates []Duplicate        `json:"duplicates"`
	Promoted   []Promotion        `json:"promoted"`
	Findings   []findings.Finding `json:"findings"`
	// Facts are all that the realm states: with them, two reports can be
	// compared when the realms are long gone.
	Facts []PlacedFact `json:"facts"`
}

// ReportPackage is the package of the realm.
type ReportPackage struct {
	Name string `json:"name"`
	// Merkle is the merkle root of meta.far: the package hash.
	Merkle string `json:"merkle"`
}

// ReportShard is a shard in merge order.
type ReportShard struct {
	Contribution
	// OnlyHere are the facts that no other file states: what a product loses
	// without the shard.
	OnlyHere []*Fact `json:"only_here"`
}

// NewReport describes a merged realm. The document's places must be those of
// the original files, see cml.AttachProvenance.
func NewReport(d *cml.Document, n *Notes, found *diag.List) *Report {
	r := &Report{
		SchemaVersion: 1,
		Base:          n.Base,
		Shards:        []ReportShard{},
		Includes:      n.Includes,
		Duplicates:    n.Duplicates,
		Promoted:      n.Promoted,
		Findings:      findings.Of(found),
		Facts:         []PlacedFact{},
	}
	facts := Facts(d)
	for _, f := range facts {
		r.Facts = append(r.Facts, placed(f))
	}
	only := onlyHere(facts)
	for _, c := range n.Shards {
		own := only[c.File]
		if own == nil {
			own = []*Fact{}
		}
		r.Shards = append(r.Shards, ReportShard{c, own})
	}
	return r
}

// onlyHere groups the facts that one file alone states by that file.
func onlyHere(facts []*Fact) map[string][]*Fact {
	only := map[string][]*Fact{}
	for _, f := range facts {
		if file := soleFile(f.Places); file != "" {
			only[file] = append(only[file], f)
		}
	}
	return only
}

// soleFile returns the file that all places are in, "" if there are several.
func soleFile(places []diag.Pos) string {
	file := ""
	for _, pos := range places {
		for _, p := range pos.Positions() {
			if file != "" && p.File != file {
				return ""
			}
			file = p.File
		}
	}
	return file
}

// Marshal returns the report as JSON.
func (r *Report) Marshal() ([]byte, error) { return marshal(r) }

// ReadReport reads what Marshal wrote.
func ReadReport(text []byte) (*Report, error) {
	r := &Report{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("decode realm report: %w", err)
	}
	switch {
	case r.SchemaVersion != 1:
		return nil, fmt.Errorf("decode realm report: schema version %d, expected 1", r.SchemaVersion)
	case r.Facts == nil:
		return nil, fmt.Errorf("decode realm report: it has no facts")
	}
	return r, nil
}

// View looks at the realm through its report.
func (r *Report) View(name string) *View {
	v := &View{Name: name, Component: r.component(), Shards: []Contribution{}}
	for _, p := range r.Facts {
		v.Facts = append(v.Facts, p.fact())
	}
	sorted(v.Facts)
	for _, s := range r.Shards {
		v.Shards = append(v.Shards, s.Contribution)
	}
	return v
}

// component returns the name in the URL's "#meta/<name>.cm". A realm without
// URL is root.
func (r *Report) component() string {
	_, resource, ok := strings.Cut(r.URL, "#meta/")
	if !ok {
		return "root"
	}
	return strings.TrimSuffix(resource, ".cm")
}
