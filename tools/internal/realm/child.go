package realm

import (
	"cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Child is the child that a realm gets for the realm below it.
type Child struct {
	Name string
	URL  string
	// Environment, Startup and OnTerminate are fields of the child; "" is "not
	// said", "none" leaves an environment out.
	Environment, Startup, OnTerminate string
	// Pos is the place that stands for what the build target says.
	Pos diag.Pos
}

// The fields of a child that nobody else said anything about (RFC-0089's form).
const (
	defaultEnvironment = "#core-env"
	defaultStartup     = "lazy"
	defaultOnTerminate = "reboot"
)

// PutChild points a realm at the realm below it: an existing child of the name
// gets the URL and the fields that were said, otherwise a child is added.
//
// An existing child is replaced in the document, not changed: documents share
// their elements.
func PutChild(d *cml.Document, c Child) {
	set := func(field *cml.Str, value string) {
		if value != "" {
			*field = cml.Str{Value: value, Pos: c.Pos}
		}
	}
	found := false
	children := make([]*cml.Child, len(d.Children), len(d.Children)+1)
	for i, known := range d.Children {
		child := *known
		if known.Name.Value == c.Name {
			found = true
			set(&child.URL, c.URL)
			set(&child.Startup, c.Startup)
			set(&child.OnTerminate, c.OnTerminate)
			set(&child.Environment, c.Environment)
			if c.Environment == "none" {
				child.Environment = cml.Str{}
			}
		}
		children[i] = &child
	}
	if !found {
		child := &cml.Child{Pos: c.Pos}
		set(&child.Name, c.Name)
		set(&child.URL, c.URL)
		set(&child.Startup, cmp.Or(c.Startup, defaultStartup))
		set(&child.OnTerminate, cmp.Or(c.OnTerminate, defaultOnTerminate))
		set(&child.Environment, cmp.Or(c.Environment, defaultEnvironment))
		if c.Environment == "none" {
			child.Environment = cml.Str{}
		}
		if c.OnTerminate == "none" {
			child.OnTerminate = cml.Str{}
		}
		children = append(children, child)
	}
	d.Children = children
}
