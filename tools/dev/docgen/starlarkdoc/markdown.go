package starlarkdoc

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Links says on which page the providers are that others mention.
type Links struct {
	// Page is the file name of the page with the providers.
	Page string
	// Providers are the names of the providers there.
	Providers []string
}

// Markdown returns the page of a module. Fix is the command that makes the page
// anew.
func (m *Module) Markdown(links Links, fix string) string {
	p := &page{links: links}
	path := strings.TrimPrefix(strings.Replace(m.File, ":", "/", 1), "//")
	p.printf("<!-- Generated from %s. To make it anew: %s -->\n\n", path, fix)
	p.printf("# %s\n\n", path[strings.LastIndexByte(path, '/')+1:])
	p.prose(m.Doc)
	p.contents(m)
	for _, r := range slices.Concat(m.Rules, m.Macros, m.Aspects) {
		p.rule("## ", withoutName(r))
	}
	for _, f := range m.Functions {
		p.function(f)
	}
	for _, d := range m.Providers {
		p.provider(d)
	}
	for _, e := range m.Extensions {
		p.printf("\n## %s\n\n", e.Name)
		p.prose(e.Doc)
		for _, t := range e.Tags {
			p.rule("### "+e.Name+".", t)
		}
	}
	return p.text.String()
}

// page is a page that grows.
type page struct {
	text  strings.Builder
	links Links
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.text, format, args...) }

// contents lists what is on a page with more than one section.
func (p *page) contents(m *Module) {
	var names []string
	for _, r := range slices.Concat(m.Rules, m.Macros, m.Aspects) {
		names = append(names, r.Name)
	}
	for _, f := range m.Functions {
		names = append(names, f.Name)
	}
	for _, d := range m.Providers {
		names = append(names, d.Name)
	}
	for _, e := range m.Extensions {
		names = append(names, e.Name)
	}
	if len(names) < 2 {
		return
	}
	p.printf("\n")
	for i, n := range names {
		if i > 0 {
			p.printf(" ·\n")
		}
		p.printf("[%s](#%s)", n, strings.ToLower(n))
	}
	p.printf("\n")
}

func (p *page) rule(heading string, r Rule) {
	p.printf("\n%s%s\n\n", heading, r.Name)
	p.prose(r.Doc)
	attributes := slices.Clone(r.Attributes)
	if len(attributes) == 0 {
		return
	}
	// What must be given comes first.
	slices.SortFunc(attributes, func(a, b Attribute) int {
		if a.Mandatory != b.Mandatory {
			return map[bool]int{true: -1, false: 1}[a.Mandatory]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	p.printf("\n| attribute | type | default | meaning |\n| --- | --- | --- | --- |\n")
	for _, a := range attributes {
		value := code(a.Default)
		if a.Mandatory {
			value = "mandatory"
		}
		p.printf("| `%s` | %s | %s | %s |\n", a.Name, p.attributeType(a), value, p.cell(a.Doc))
	}
}

// attributeType names the type and, for targets, what they must provide.
func (p *page) attributeType(a Attribute) string {
	var alternatives []string
	for _, group := range a.Providers {
		alternatives = append(alternatives, strings.Join(group, " and "))
	}
	if len(alternatives) == 0 {
		return a.Type
	}
	return a.Type + " with " + p.linked(strings.Join(alternatives, " or "))
}

func (p *page) function(f Function) {
	p.printf("\n## %s\n\n", f.Name)
	p.prose(f.Doc)
	if len(f.Parameters) > 0 {
		p.printf("\n| parameter | default | meaning |\n| --- | --- | --- |\n")
	}
	for _, a := range f.Parameters {
		value := code(a.Default)
		if a.Mandatory {
			value = "mandatory"
		}
		p.printf("| `%s` | %s | %s |\n", a.Name, value, p.cell(a.Doc))
	}
	if f.Returns != "" {
		p.printf("\nReturns %s\n", p.linked(f.Returns))
	}
}

func (p *page) provider(d Provider) {
	p.printf("\n## %s\n\n", d.Name)
	p.prose(d.Doc)
	if len(d.Fields) == 0 {
		return
	}
	p.printf("\n| field | meaning |\n| --- | --- |\n")
	for _, f := range d.Fields {
		p.printf("| `%s` | %s |\n", f.Name, p.cell(f.Doc))
	}
}

// prose writes a text that is Markdown itself. Code blocks stay as they are.
func (p *page) prose(text string) {
	inCode := false
	for line := range strings.Lines(strings.TrimSpace(text) + "\n") {
		if strings.HasPrefix(line, "```") {
			inCode = !inCode
		} else if !inCode {
			line = p.linked(line)
		}
		p.printf("%s", line)
	}
}

// cell returns a text for a cell of a table, which is one line; in it, the items
// of a list begin with a line break.
func (p *page) cell(text string) string {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "* ")
		switch {
		case line == "":
			continue
		case isItem:
			line = "<br>• " + item
		case lines.Len() > 0:
			line = " " + line
		}
		lines.WriteString(line)
	}
	return p.linked(strings.ReplaceAll(lines.String(), "|", `\|`))
}

// code returns an expression as a cell shows it.
func code(expression string) string {
	if expression == "" {
		return ""
	}
	return "`" + strings.ReplaceAll(expression, "|", `\|`) + "`"
}

// words matches what is in backquotes, which stays as it is, and words.
var words = regexp.MustCompile("`[^`]*`|[A-Za-z0-9_]+")

// linked makes links of the providers that a text mentions.
func (p *page) linked(text string) string {
	return words.ReplaceAllStringFunc(text, func(word string) string {
		if !slices.Contains(p.links.Providers, word) {
			return word
		}
		return fmt.Sprintf("[%s](%s#%s)", word, p.links.Page, strings.ToLower(word))
	})
}

// withoutName leaves out the attribute that every rule has.
func withoutName(r Rule) Rule {
	r.Attributes = slices.DeleteFunc(slices.Clone(r.Attributes), func(a Attribute) bool {
		return a.Name == "name" && a.Type == "name"
	})
	return r
}
