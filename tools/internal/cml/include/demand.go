package include

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Demand says that something which a component runs wants the component's
// manifest to include a shard.
type Demand struct {
	// By is the canonical label of the library that wants it.
	By string `json:"by"`
	// Shard is the canonical label of the shard.
	Shard string `json:"shard"`
	// Enforced is whether the manifest is wrong without the shard. Otherwise it
	// is only unwise.
	Enforced bool `json:"enforced"`
}

// ParseDemand reads a demand from the JSON object that the rules pass on a
// command line.
func ParseDemand(text string) (Demand, error) {
	var d Demand
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return Demand{}, fmt.Errorf("read description of demand %s: %w", text, err)
	}
	return d, nil
}

// Unmet adds a finding for every shard that is demanded of a manifest and that
// the manifest's tree does not have. It counts whether the shard's file is
// included, directly or by another shard; by which string does not matter.
func (l *Strict) Unmet(t *Tree, demands []Demand, diags *diag.List) {
	included := map[string]bool{}
	for _, m := range t.Includes {
		included[m.ID] = true
	}
	for _, root := range t.Roots {
		manifest := l.owners[root.ID][0]
		for _, u := range l.unmet(included, demands) {
			diags.Add(l.demanded(manifest, root.Document, u))
		}
	}
}

// unmet is a file that should be included, and by whose wish.
type unmet struct {
	shard    *source
	by       []string
	enforced bool
}

// unmet returns what is demanded and not included, a file once.
func (l *Strict) unmet(included map[string]bool, demands []Demand) []*unmet {
	var all []*unmet
	byFile := map[string]*unmet{}
	for _, d := range demands {
		for _, s := range l.labels[d.Shard] {
			if included[s.File] {
				continue
			}
			u := byFile[s.File]
			if u == nil {
				u = &unmet{shard: s}
				byFile[s.File] = u
				all = append(all, u)
			}
			u.by = append(u.by, DisplayLabel(d.By))
			u.enforced = u.enforced || d.Enforced
		}
	}
	for _, u := range all {
		slices.Sort(u.by)
		u.by = slices.Compact(u.by)
	}
	return all
}

// demanded is the finding about a shard that a manifest should include.
func (l *Strict) demanded(manifest *source, d *cml.Document, u *unmet) *diag.Diagnostic {
	pos := d.Pos
	if len(d.Include) > 0 {
		pos = d.Include[0].Pos
	}
	shard := DisplayLabel(u.shard.Label)
	name := includeString(manifest, u.shard)
	if name == "" {
		return u.severe(diag.Errorf(pos, "", "%s, %s, is not included, and cannot be from another repository", shard, u.who())).
			WithHint("give %s an include_path", shard)
	}
	f := u.severe(diag.Errorf(pos, "", "%q of %s, %s, is not included", name, shard, u.who()))
	label := DisplayLabel(manifest.Label)
	switch {
	case slices.ContainsFunc(l.visible(manifest, clean(name)), func(s *source) bool { return s.File == u.shard.File }):
		return f.WithHint("add %q to include", name)
	case !isMain(manifest.Label):
		return f.WithHint("add %q to include, and %s to the deps of %s, in the repository that has it", name, shard, label)
	}
	return f.WithHint("add %q to include, and: buildozer 'add deps %s' %s", name, shard, label)
}

// includeString returns the string by which a manifest can include a shard, ""
// if there is none.
func includeString(manifest, shard *source) string {
	if shard.portable == "" && shard.Repo == manifest.Repo {
		return shard.local
	}
	return shard.portable
}

func (u *unmet) severe(d *diag.Diagnostic) *diag.Diagnostic {
	if !u.enforced {
		d.Severity = diag.Warning
	}
	return d
}

// who says who demands the shard, as a message lists them.
func (u *unmet) who() string {
	last := len(u.by) - 1
	switch {
	case last == 0:
		return "which " + u.by[0] + " demands"
	case last < most:
		return "which " + strings.Join(u.by[:last], ", ") + " and " + u.by[last] + " demand"
	}
	return fmt.Sprintf("which %s and %d more demand", strings.Join(u.by[:most], ", "), len(u.by)-most)
}
