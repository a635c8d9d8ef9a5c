package reference

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// Text returns what a person on a terminal asks about a section or a field:
// "offer", "offer.from", "environments.runners.as"; "" is the whole document.
// The error says what was likely meant by an unknown name.
func Text(path string) (string, error) {
	l := newLanguage()
	var p paper
	if path == "" {
		l.overview(&p)
		return p.String(), nil
	}
	f, err := l.find(path)
	if err != nil {
		return "", err
	}
	l.topic(&p, path, f)
	return p.String(), nil
}

// overview lists the sections and the forms of values.
func (l *language) overview(p *paper) {
	p.paragraph(l.document.Doc + " A document is a JSON5 object; a field that is null is as good as absent.")
	p.heading("Sections")
	for i := range l.document.Fields {
		f := &l.document.Fields[i]
		p.row(f.Name, f.Doc)
	}
	p.heading("Values")
	for _, v := range valueForms() {
		if v.rule != "" && v.form != cml.FormReference {
			p.row(v.one, strings.ReplaceAll(v.rule, "`", ""))
		}
	}
	p.heading("More")
	p.row("cml doc SECTION", "what a section takes, with an example")
	p.row("cml doc SECTION.FIELD", "what a field takes, and the rules about it")
}

// topic describes a field and, if it holds an object, the fields of that.
func (l *language) topic(p *paper, path string, f *cml.Field) {
	p.paragraph(path + ": " + f.Doc)
	if f.Detail != "" {
		p.gap()
		p.paragraph(f.Detail)
	}
	p.gap()
	p.row("takes", takes(f, quoted))
	if f.Form == cml.FormReference {
		p.row("", strings.Join(f.Refs.Texts(), ", "))
	}
	if f.Form == cml.FormEnum && f.List == cml.Distinct {
		p.row("", alternatives(f.Values, quoted))
	}
	if hint := f.Form.Hint(); hint != "" {
		p.row("", hint)
	}
	if len(f.Obsolete) > 0 {
		p.row("", "with a warning also "+alternatives(f.Obsolete, quoted))
	}
	if f.Types != nil {
		p.row("for", strings.Join(typeNames(f.Types), ", "))
	}
	if need := need(f); need != "" {
		p.row("required", need)
	}
	if f.Default != "" {
		p.row("left out", f.Default)
	}
	if object := l.content(f); object != nil {
		l.fields(p, object)
	}
	if f.Example != "" {
		p.heading("Example")
		p.verbatim(f.Example)
	}
	if rules := cited(f); len(rules) > 0 {
		p.heading("Rules")
		for _, r := range rules {
			p.row(r.ID, r.Text)
			p.row("", "fix: "+r.Fix)
		}
	}
}

// need says when a field cannot be left out, "" if it always can.
func need(f *cml.Field) string {
	switch {
	case f.Required, f.Types != nil && slices.Equal(f.Types, f.RequiredFor):
		return "yes"
	case f.RequiredFor != nil:
		return "for " + strings.Join(typeNames(f.RequiredFor), ", ")
	case f.Bound != "":
		return "for the type " + f.Bound
	}
	return ""
}

// purpose says, behind other sentences, which types a field is for.
func purpose(f *cml.Field) string {
	switch {
	case f.Bound != "":
		return " Required for the type " + f.Bound + "."
	case f.Types == nil:
		return ""
	case slices.Equal(f.Types, f.RequiredFor):
		return " Required for " + strings.Join(typeNames(f.Types), ", ") + "."
	case f.RequiredFor == nil:
		return " For " + strings.Join(typeNames(f.Types), ", ") + "."
	}
	return " For " + strings.Join(typeNames(f.Types), ", ") + "; required for " + strings.Join(typeNames(f.RequiredFor), ", ") + "."
}

// fields lists the fields of an object.
func (l *language) fields(p *paper, o *cml.Object) {
	if types := keywords(o); len(types) > 0 {
		p.heading("Capability types: exactly one in each clause")
		for _, f := range types {
			p.row(f.Name, f.Doc)
		}
	}
	p.heading("Fields of " + o.Name)
	for _, f := range others(o) {
		name := f.Name
		if f.Required {
			name += " *"
		}
		p.row(name, f.Doc+purpose(f))
	}
	if o.Open {
		p.row("…", "any other key")
	}
	for _, f := range others(o) {
		if f.Required {
			p.gap()
			p.paragraph("* required")
			return
		}
	}
}
