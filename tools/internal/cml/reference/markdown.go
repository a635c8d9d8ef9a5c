package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// Markdown returns the page of the whole language. Its links are those of a
// page that is beside findings.md, manifest.md and cml.schema.json.
func Markdown() string {
	l := newLanguage()
	var b strings.Builder
	b.WriteString(introduction)
	l.sections(&b)
	for i := range l.document.Fields {
		f := &l.document.Fields[i]
		fmt.Fprintf(&b, "\n## `%s`\n", f.Name)
		l.section(&b, f.Name, f)
	}
	b.WriteString("\n## Values\n")
	values(&b)
	b.WriteString("\n## References\n")
	l.references(&b)
	b.WriteString("\n## Rights\n")
	rightsTable(&b)
	b.WriteString("\n## Restricted features\n")
	featuresTable(&b)
	return b.String()
}

const introduction = `# Component manifests (CML)

A manifest, or a shard of one, is a JSON5 object: JSON with comments, commas behind last elements, single quotes, and keys
without quotes. All of its sections can be left out.

- A field that is ` + "`null`" + ` is as good as left out.
- A field that is not known is an error, and so is one that is written twice.
- Where a field takes a value or an array of different ones, the array has at least one element and none twice, and
  ` + "`\"a\"` and `[ \"a\" ]`" + ` are the same.
- A field that means nothing for the capability type of its clause is ignored, with a warning [W1](findings.md#w1).

` + "`idkit cml doc offer.from`" + ` prints what this page says about a field, [cml.schema.json](cml.schema.json) tells it to
[editors](../guide/editors.md), and [Findings](findings.md) has all rules that a manifest can break.
`

// sections is the table of the sections.
func (l *language) sections(b *strings.Builder) {
	b.WriteString("\n| section | what it holds |\n| --- | --- |\n")
	for i := range l.document.Fields {
		f := &l.document.Fields[i]
		fmt.Fprintf(b, "| [`%s`](#%s) | %s |\n", f.Name, f.Name, cell(prose(f.Doc)))
	}
}

// section describes a field that holds objects, with the objects in it.
func (l *language) section(b *strings.Builder, path string, f *cml.Field) {
	fmt.Fprintf(b, "\n%s%s\n", prose(f.Doc), prose(after(f.Detail)))
	fmt.Fprintf(b, "\nIt takes %s.\n", takes(f, code))
	if f.Example != "" {
		fmt.Fprintf(b, "\n```json5\n%s```\n", f.Example)
	}
	o := l.content(f)
	if o == nil {
		return
	}
	if types := keywords(o); len(types) > 0 {
		keywordTable(b, types)
	}
	fieldTable(b, o)
	if isClause(o) {
		typeTable(b, o)
	}
	for i := range o.Fields {
		if inner := &o.Fields[i]; l.content(inner) != nil && !isClause(o) {
			fmt.Fprintf(b, "\n### `%s`\n", join(path, inner.Name))
			l.section(b, join(path, inner.Name), inner)
		}
	}
}

// keywordTable lists the capability types of a section.
func keywordTable(b *strings.Builder, types []*cml.Field) {
	b.WriteString("\nEach clause has exactly one of these:\n\n| type | takes | meaning |\n| --- | --- | --- |\n")
	for _, f := range types {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Name, takes(f, code), cell(prose(f.Doc+after(f.Detail))))
	}
}

// fieldTable lists the fields of an object.
func fieldTable(b *strings.Builder, o *cml.Object) {
	b.WriteString("\n| field | takes | left out | meaning |\n| --- | --- | --- | --- |\n")
	for _, f := range others(o) {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Name, cell(takesFully(f)), cell(absence(f)), cell(prose(f.Doc+after(f.Detail))))
	}
	if o.Open {
		b.WriteString("| any other | any value | | Up to the runner, and kept as it is. |\n")
	}
}

// takesFully says what a field takes, down to the words.
func takesFully(f *cml.Field) string {
	text := takes(f, code)
	switch {
	case f.Form == cml.FormReference:
		text += ": " + codes(f.Refs.Texts())
	case f.Form == cml.FormEnum && f.List == cml.Distinct:
		text += ", see [Rights](#rights)"
	case f.Object != "" && f.Bound != "":
		text = "an object, see [`config.element`](#configelement)"
	}
	if len(f.Obsolete) > 0 {
		text += "; with a warning also " + alternatives(f.Obsolete, code)
	}
	return text
}

// codes lists texts that have quotes already.
func codes(texts []string) string {
	return "`" + strings.Join(texts, "`, `") + "`"
}

// absence says what it means that a field is left out.
func absence(f *cml.Field) string {
	var cases []string
	switch {
	case f.Required:
		return "**required**"
	case f.Bound != "":
		return "**required** for type `" + f.Bound + "`"
	case f.RequiredFor != nil:
		cases = append(cases, "**required** for `"+strings.Join(typeNames(f.RequiredFor), "`, `")+"`")
	}
	switch {
	case slices.Contains(f.Values, f.Default), slices.Contains(f.Refs.Texts(), quoted(f.Default)):
		cases = append(cases, code(f.Default))
	case f.Default != "":
		cases = append(cases, prose(f.Default))
	}
	return strings.Join(cases, "; ")
}

// typeTable shows which field is for which capability type.
func typeTable(b *strings.Builder, o *cml.Object) {
	types := keywords(o)
	b.WriteString("\nWhich field is for which type (● required, ○ possible):\n\n|  |")
	for _, t := range types {
		fmt.Fprintf(b, " `%s` |", t.Name)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" :-: |", len(types)) + "\n")
	for _, f := range others(o) {
		if f.Types == nil {
			continue
		}
		fmt.Fprintf(b, "| `%s` |", f.Name)
		for _, t := range types {
			switch {
			case slices.Contains(f.RequiredFor, t.Keyword):
				b.WriteString(" ● |")
			case slices.Contains(f.Types, t.Keyword):
				b.WriteString(" ○ |")
			default:
				b.WriteString(" |")
			}
		}
		b.WriteByte('\n')
	}
}

// after puts a space before a text that follows another.
func after(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

// prose makes Markdown of a sentence of the tables: what it shows as it is
// written in a manifest becomes code, and citations of rules become links.
func prose(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		length := written(text[i:])
		if length == 0 {
			b.WriteByte(text[i])
			i++
			continue
		}
		b.WriteString("`" + text[i:i+length] + "`")
		i += length
	}
	return linkRules(b.String())
}

// written returns the length of what a text begins with and shows as it is
// written in a manifest: a text in quotes, or a list in brackets with a space
// inside of each. It is 0 for anything else.
func written(text string) int {
	switch text[0] {
	case '"':
		if end := strings.IndexByte(text[1:], '"'); end >= 0 {
			return end + 2
		}
	case '[':
		end := strings.IndexByte(text, ']')
		if end >= 0 && len(text[:end]) >= 3 && text[1] == ' ' && text[end-1] == ' ' {
			return end + 1
		}
	}
	return 0
}

// cell makes Markdown fit into a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
