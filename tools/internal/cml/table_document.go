package cml

var documentTable = newTable("the document",
	"A component manifest, or a shard of one: all sections are optional.",
	field[Document]{
		Field: Field{
			Name: "include", Form: FormString, List: Many,
			Doc: "Shards that are merged into this document: \"//path\" is read from the root of the repository, any other path from the include paths.",
		},
		at: func(d *Document) any { return &d.Include },
	},
	field[Document]{
		Field: Field{
			Name: "program", Form: FormObject, Object: "program",
			Doc: "What the component runs; a component without a program only routes capabilities.",
		},
		at: func(d *Document) any { return &d.Program },
	},
	field[Document]{
		Field: Field{
			Name: "children", Form: FormObject, List: Many, Object: "a child",
			Doc: "The components that always exist below this one.",
		},
		at: func(d *Document) any { return &d.Children },
	},
	field[Document]{
		Field: Field{
			Name: "collections", Form: FormObject, List: Many, Object: "a collection",
			Doc: "Groups of children that are created while the component runs.",
		},
		at: func(d *Document) any { return &d.Collections },
	},
	field[Document]{
		Field: Field{
			Name: "environments", Form: FormObject, List: Many, Object: "an environment",
			Doc: "Runners, resolvers and debug capabilities that children and collections can be placed in.",
		},
		at: func(d *Document) any { return &d.Environments },
	},
	field[Document]{
		Field: Field{
			Name: "capabilities", Form: FormObject, List: Many, Object: "a capability declaration",
			Doc: "The capabilities that the component itself provides.",
		},
		at: func(d *Document) any { return &d.Capabilities },
	},
	field[Document]{
		Field: Field{
			Name: "use", Form: FormObject, List: Many, Object: "a use clause",
			Doc: "The capabilities that the component's own program needs.",
		},
		at: func(d *Document) any { return &d.Use },
	},
	field[Document]{
		Field: Field{
			Name: "expose", Form: FormObject, List: Many, Object: "an expose clause",
			Doc: "The capabilities that the component gives to its parent.",
		},
		at: func(d *Document) any { return &d.Expose },
	},
	field[Document]{
		Field: Field{
			Name: "offer", Form: FormObject, List: Many, Object: "an offer clause",
			Doc: "The capabilities that the component gives to its children.",
		},
		at: func(d *Document) any { return &d.Offer },
	},
	field[Document]{
		Field: Field{
			Name: "facets", Form: FormJSONObject,
			Doc: "Facts about the component for tools; the component framework does not look at them.",
		},
		at: func(d *Document) any { return &d.Facets },
	},
	field[Document]{
		Field: Field{
			Name: "config", Form: FormMap, Object: "a config entry",
			Doc: "The configuration values that the program reads, by key.",
		},
		at: func(d *Document) any { return &d.Config },
	},
)

var programTable = openTable(newTable("program",
	"What the component runs; all keys but runner are up to the runner and kept as they are.",
	field[Program]{
		Field: Field{
			Name: "runner", Form: FormName,
			Default: "the runner of a use clause",
			Doc:     "The runner of the environment that runs the program.",
		},
		at: func(p *Program) any { return &p.Runner },
	},
))

// openTable allows further keys in the objects of a table.
func openTable[T any](t *table[T]) *table[T] {
	t.Open = true
	return t
}
