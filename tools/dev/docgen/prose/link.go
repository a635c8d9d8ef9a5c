package prose

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// link matches what Markdown shows as a link, and code, in which there is none.
var link = regexp.MustCompile("`[^`]*`" + `|\]\(([^()\s]+)\)`)

// CheckLinks reports the links of a page to files and headings of the tree that
// are not there. From is the page that they are read from: the page itself, or
// the one that it becomes a part of. Exists says whether a path from the root is
// that of a file or folder. Links to the rest of the world are not followed.
func CheckLinks(f *diag.File, from string, read ReadFile, exists func(name string) bool, diags *diag.List) {
	for l := range lines(f) {
		if l.opens || l.closes || l.code {
			continue
		}
		for _, m := range link.FindAllStringSubmatchIndex(l.text, -1) {
			if m[2] < 0 {
				continue
			}
			target := l.text[m[2]:m[3]]
			if strings.Contains(target, "://") {
				continue
			}
			if problem := followed(from, target, read, exists); problem != "" {
				diags.Add(diag.Errorf(f.At(l.start+m[2]), "", "%s", problem).WithHint("correct the link"))
			}
		}
	}
}

// followed returns what is wrong with a link, "" for nothing.
func followed(from, target string, read ReadFile, exists func(name string) bool) string {
	to, heading, hasHeading := strings.Cut(target, "#")
	name := from
	if to != "" {
		name = path.Join(path.Dir(from), to)
	}
	if !exists(name) {
		return "there is no " + name
	}
	if !hasHeading {
		return ""
	}
	text, err := read(name)
	if err != nil {
		return err.Error()
	}
	for l := range lines(diag.NewFile(name, text)) {
		if title, ok := title(l); ok && anchor(title) == heading || strings.Contains(l.text, `<a id="`+heading+`">`) {
			return ""
		}
	}
	return name + " has no heading for #" + heading
}

// title returns the text of a heading.
func title(l line) (string, bool) {
	text := strings.TrimLeft(l.text, "#")
	if l.code || l.opens || l.closes || text == l.text || !strings.HasPrefix(text, " ") {
		return "", false
	}
	return strings.TrimSpace(text), true
}

// anchor returns the name by which a heading is linked to: in lower case,
// without punctuation, spaces being hyphens.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
