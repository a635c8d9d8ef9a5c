package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// compilable checks what the compiled form cannot hold: the rules T1 and T4 to
// T6. Rule T3 is checked with the declarations.
func (c *checker) compilable() {
	if c.doc.Program != nil {
		c.members(c.doc.Program.Info, "program")
	}
	if c.doc.Facets != nil {
		c.members(c.doc.Facets.Members, "facets")
	}
	for _, clause := range c.doc.Use {
		if clause.Filter != nil {
			c.filter(clause.Filter)
		}
	}
	for _, clause := range c.doc.Capabilities {
		if len(clause.Keywords) == 1 && clause.Type() == cml.TypeEventStream {
			c.report(diag.Errorf(clause.Keywords[0].Pos, "T4", "%s, but only the component framework itself has event streams", act(clause.Type(), clause.Names(), "declared")).
				WithHint("delete the clause; event streams come from the parent"))
		}
	}
	for _, clause := range c.doc.Expose {
		if len(clause.Keywords) == 1 && clause.Type() == cml.TypeEventStream {
			c.report(diag.Errorf(clause.Keywords[0].Pos, "T5", "%s, but a compiled manifest cannot say so", act(clause.Type(), clause.Names(), "exposed")).
				WithHint("delete the clause"))
		}
	}
	for _, e := range c.doc.Environments {
		for _, r := range e.Debug {
			for _, from := range r.From.Items {
				if cml.ParseRef(from.Value).Dictionary != "" {
					c.report(wrong(from, "T6", "%s in the environment %q from the dictionary %q, but a compiled manifest cannot say so",
						act(cml.TypeProtocol, r.Names.Items, "registered"), e.Name.Value, from.Value).
						WithHint("take it from a component"))
				}
			}
		}
	}
}

// members checks rule T1 for the members of an object that is flattened to
// dotted keys.
func (c *checker) members(members []cml.Member, path string) {
	for i := range members {
		c.value(&members[i].Value, path+"."+members[i].Key.Value)
	}
}

func (c *checker) value(v *cml.Value, path string) {
	switch v.Kind {
	case cml.BoolValue, cml.NumberValue:
		c.report(diag.Errorf(v.Pos, "T1", "%s is %s, but it must be a string, a list of strings, or a list of objects", path, valueWord(v)).
			WithHint("write it as a string: \"%s\"", v.Text))
	case cml.ObjectValue:
		c.members(v.Members, path)
	case cml.ArrayValue:
		c.array(v, path)
	}
}

func (c *checker) array(v *cml.Value, path string) {
	for i := range v.Items {
		item := &v.Items[i]
		if item.Kind != cml.StringValue && item.Kind != cml.ObjectValue || item.Kind != v.Items[0].Kind {
			c.report(diag.Errorf(item.Pos, "T1", "element %d of %s is %s, but a list must hold only strings or only objects", i+1, path, valueWord(item)).
				WithHint("make all elements strings or all elements objects"))
			return
		}
	}
	for i := range v.Items {
		if v.Items[i].Kind == cml.ObjectValue {
			c.members(v.Items[i].Members, path)
		}
	}
}

// filter checks rule T1 for the filter of an event stream, which is not
// flattened.
func (c *checker) filter(filter *cml.Value) {
	for i := range filter.Members {
		key, v := filter.Members[i].Key.Value, &filter.Members[i].Value
		if v.Kind == cml.ObjectValue {
			c.report(diag.Errorf(v.Pos, "T1", "filter.%s is an object, but it must be a string or a list", key).
				WithHint("write a string or a list of strings"))
			continue
		}
		c.value(v, "filter."+key)
	}
}
