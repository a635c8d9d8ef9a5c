package realm

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// NoteUnknown notes the routes of a merged realm that name a child it does not
// have and that allow for it (S1): what they come to.
func NoteUnknown(d *cml.Document, diags *diag.List) {
	s := scope.New(d)
	for _, section := range []cml.Section{cml.SectionExpose, cml.SectionOffer} {
		for _, c := range *d.Clauses(section) {
			for _, from := range c.From.Items {
				ref := cml.ParseRef(from.Value)
				if ref.Kind == cml.RefNamed && s.Void(c, ref) {
					addUnknown(c, from, `comes from "void", for this realm has no %q`, diags)
				}
			}
			for _, to := range c.To.Items {
				ref := cml.ParseRef(to.Value)
				if ref.Kind == cml.RefNamed && c.TargetAvailability.Value == "unknown" &&
					s.ResolveRef(scope.OfferTo, c.Type(), ref).Kind == scope.Missing {
					addUnknown(c, to, `is not offered to %q, for this realm has none`, diags)
				}
			}
		}
	}
}

// addUnknown adds one note for all names of a clause.
func addUnknown(c *cml.Clause, ref cml.Str, format string, diags *diag.List) {
	var names []string
	for _, name := range c.Names() {
		names = append(names, `"`+name.Value+`"`)
	}
	d := diag.Errorf(ref.Pos, "realm S1", "%s %s "+format, c.Type(), strings.Join(names, ", "), ref.Value).
		WithHint("add the shard with the child, if this product is to have it")
	d.Severity = diag.Remark
	diags.Add(d)
}
