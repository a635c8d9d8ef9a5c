package reference

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/spell"
)

// language is the description of all objects, with the ways between them.
type language struct {
	document *cml.Object
	objects  map[string]*cml.Object
}

func newLanguage() *language {
	schema := cml.Schema()
	l := &language{document: &schema[0], objects: make(map[string]*cml.Object, len(schema))}
	for i := range schema {
		l.objects[schema[i].Name] = &schema[i]
	}
	return l
}

// content returns the object that a field holds, nil if it holds none.
func (l *language) content(f *cml.Field) *cml.Object { return l.objects[f.Object] }

// find returns the field that a path from the document names: "offer",
// "offer.from", "environments.runners.as".
func (l *language) find(path string) (*cml.Field, error) {
	object, above := l.document, ""
	var found *cml.Field
	for name := range strings.SplitSeq(path, ".") {
		if object == nil {
			return nil, fmt.Errorf("%s has no fields: it takes %s", above, takes(found, quoted))
		}
		found = field(object, name)
		if found == nil {
			return nil, l.unknown(object, above, name)
		}
		object, above = l.content(found), join(above, name)
	}
	return found, nil
}

// unknown says what is wrong with a name that an object does not have.
func (l *language) unknown(o *cml.Object, above, name string) error {
	names := make([]string, len(o.Fields))
	for i := range o.Fields {
		names[i] = o.Fields[i].Name
	}
	at := func(name string) string { return join(above, name) }
	if near := spell.Nearest(name, names, max(1, len(name)/3)); near != "" {
		return fmt.Errorf("there is no %q; did you mean %q?", at(name), at(near))
	}
	if o == l.document {
		if places := l.places(name); len(places) > 0 {
			return fmt.Errorf("%q is no section but a field: see %s", name, strings.Join(places, ", "))
		}
		return fmt.Errorf("there is no section %q; the sections are %s", name, strings.Join(names, ", "))
	}
	if o.Open {
		return fmt.Errorf("%s can have a key %q, but what it means is up to the runner", above, name)
	}
	return fmt.Errorf("%s has no field %q; the fields are %s", above, name, strings.Join(names, ", "))
}

// places returns the paths of all fields with a name.
func (l *language) places(name string) []string {
	var paths []string
	var look func(o *cml.Object, above string)
	look = func(o *cml.Object, above string) {
		for i := range o.Fields {
			f := &o.Fields[i]
			path := join(above, f.Name)
			if f.Name == name {
				paths = append(paths, path)
			}
			if inner := l.content(f); inner != nil {
				look(inner, path)
			}
		}
	}
	look(l.document, "")
	return paths
}

// field returns the field of an object with a name, nil if there is none.
func field(o *cml.Object, name string) *cml.Field {
	for i := range o.Fields {
		if o.Fields[i].Name == name {
			return &o.Fields[i]
		}
	}
	return nil
}

func join(above, name string) string {
	if above == "" {
		return name
	}
	return above + "." + name
}
