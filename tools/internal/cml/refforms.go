package cml

import (
	"errors"
	"strings"
)

// RefForms is the set of forms of references that a place takes.
type RefForms uint16

// The forms of references.
const (
	RefToParent RefForms = 1 << iota
	RefToFramework
	RefToSelf
	RefToDebug
	RefToVoid
	RefToAll
	RefToNamed         // #name
	RefToDictionary    // parent/path, self/path, #name/path
	RefToOwnDictionary // self/name, as the target of an offer
)

// refForms are the forms with how messages and the reference write them.
var refForms = [...]struct {
	form RefForms
	text string
}{
	{RefToParent, `"parent"`},
	{RefToFramework, `"framework"`},
	{RefToSelf, `"self"`},
	{RefToDebug, `"debug"`},
	{RefToVoid, `"void"`},
	{RefToAll, `"all"`},
	{RefToNamed, `"#name"`},
	{RefToDictionary, `"parent/dictionary"`},
	{RefToDictionary, `"self/dictionary"`},
	{RefToDictionary, `"#name/dictionary"`},
	{RefToOwnDictionary, `"self/dictionary"`},
}

// Texts lists the forms as they are written.
func (f RefForms) Texts() []string {
	var texts []string
	for _, r := range refForms {
		if f&r.form != 0 {
			texts = append(texts, r.text)
		}
	}
	return texts
}

// errForm says that a reference may be well formed but not at this place.
var errForm = errors.New("this form is not allowed here")

// check says what is wrong with a reference at a place that takes the forms.
func (f RefForms) check(s string) error {
	if s == "" {
		return errEmpty
	}
	root, path, nested := strings.Cut(s, "/")
	if nested {
		return f.checkDictionary(root, path)
	}
	if name, ok := strings.CutPrefix(s, "#"); ok {
		if f&RefToNamed == 0 {
			return errForm
		}
		if name == "" {
			return errors.New("there is no name after #")
		}
		return CheckName(name)
	}
	if f&keywordForm(s) == 0 {
		return errForm
	}
	return nil
}

// checkDictionary checks a reference with a path behind its root.
func (f RefForms) checkDictionary(root, path string) error {
	if f&RefToOwnDictionary != 0 && root == "self" {
		if strings.Contains(path, "/") {
			return errors.New("only a dictionary of this document can be a target, not one inside of it")
		}
		return checkTail(path, CheckName)
	}
	if f&RefToDictionary == 0 {
		return errForm
	}
	if name, ok := strings.CutPrefix(root, "#"); ok {
		if name == "" {
			return errors.New("there is no name after #")
		}
		if err := CheckName(name); err != nil {
			return err
		}
	} else if root != "parent" && root != "self" {
		return errors.New("a dictionary comes from parent, self or #name")
	}
	return checkTail(path, CheckRelativePath)
}

// checkTail checks what follows the root of a reference.
func checkTail(path string, check func(string) error) error {
	if path == "" || path == "." {
		return errors.New("there is no dictionary after /")
	}
	return check(path)
}

// keywordForm is the form of a reference that is a single word, 0 if the word
// is not known.
func keywordForm(s string) RefForms {
	switch s {
	case "parent":
		return RefToParent
	case "framework":
		return RefToFramework
	case "self":
		return RefToSelf
	case "debug":
		return RefToDebug
	case "void":
		return RefToVoid
	case "all":
		return RefToAll
	}
	return 0
}
