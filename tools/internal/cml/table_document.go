package cml

var documentTable = &table[Document]{
	Object: Object{
		Name: "the document",
		Doc:  "A component manifest, or a shard of one: all sections are optional.",
	},
	fields: []field[Document]{
		{
			Field: Field{
				Name: "include", Form: FormString, List: Many,
				Doc: "Shards that are merged into this document: \"//path\" is read from the root of the repository, any other path from the include paths.",
				Detail: "What several documents say in the same words is kept once; values that contradict each other are an error. " +
					"Included shards may include others.",
				Example: includeExample,
			},
			at: func(d *Document) any { return &d.Include },
		},
		{
			Field: Field{
				Name: "program", Form: FormObject, Object: "program",
				Doc:     "What the component runs; a component without a program only routes capabilities.",
				Example: programExample,
			},
			at: func(d *Document) any { return &d.Program },
		},
		{
			Field: Field{
				Name: "children", Form: FormObject, List: Many, Object: "a child",
				Doc:     "The components that always exist below this one.",
				Example: childrenExample,
			},
			at: func(d *Document) any { return &d.Children },
		},
		{
			Field: Field{
				Name: "collections", Form: FormObject, List: Many, Object: "a collection",
				Doc:     "Groups of children that are created while the component runs.",
				Example: collectionsExample,
			},
			at: func(d *Document) any { return &d.Collections },
		},
		{
			Field: Field{
				Name: "environments", Form: FormObject, List: Many, Object: "an environment",
				Doc:     "Runners, resolvers and debug capabilities that children and collections can be placed in.",
				Example: environmentsExample,
			},
			at: func(d *Document) any { return &d.Environments },
		},
		{
			Field: Field{
				Name: "capabilities", Form: FormObject, List: Many, Object: "a capability declaration",
				Doc: "The capabilities that the component itself provides.",
				Detail: "Each clause declares one type of capability [P2]. No two capabilities have the same name, whatever their types [P10]. " +
					"What is declared becomes available by an expose, an offer or a use from \"self\".",
				Example: capabilitiesExample,
			},
			at: func(d *Document) any { return &d.Capabilities },
		},
		{
			Field: Field{
				Name: "use", Form: FormObject, List: Many, Object: "a use clause",
				Doc:     "The capabilities that the component's own program needs.",
				Detail:  "Each clause uses one type of capability [U1].",
				Example: useExample,
			},
			at: func(d *Document) any { return &d.Use },
		},
		{
			Field: Field{
				Name: "expose", Form: FormObject, List: Many, Object: "an expose clause",
				Doc:     "The capabilities that the component gives to its parent.",
				Detail:  "Each clause exposes one type of capability [X1]. Only services can be exposed several times under one name [X10].",
				Example: exposeExample,
			},
			at: func(d *Document) any { return &d.Expose },
		},
		{
			Field: Field{
				Name: "offer", Form: FormObject, List: Many, Object: "an offer clause",
				Doc:     "The capabilities that the component gives to its children.",
				Detail:  "Each clause offers one type of capability [O1]. Only services can be offered several times under one name [O14].",
				Example: offerExample,
			},
			at: func(d *Document) any { return &d.Offer },
		},
		{
			Field: Field{
				Name: "facets", Form: FormJSONObject,
				Doc: "Facts about the component for tools; the component framework does not look at them.",
				Detail: "Values are strings, lists of strings, objects and lists of objects; numbers and booleans cannot be compiled [T1]. " +
					"The facet fuchsia.test says what kind of test a component is.",
				Example: facetsExample,
			},
			at: func(d *Document) any { return &d.Facets },
		},
		{
			Field: Field{
				Name: "config", Form: FormMap, Object: "a config entry",
				Doc:     "The configuration values that the program reads, by key.",
				Detail:  "It has at least one entry [K1]. The values are not here but in a file of the package.",
				Example: configExample,
			},
			at: func(d *Document) any { return &d.Config },
		},
	},
}

var programTable = &table[Program]{
	Object: Object{
		Name: "program",
		Doc:  "What the component runs; all keys but runner are up to the runner and kept as they are.",
		Open: true,
	},
	fields: []field[Program]{
		{
			Field: Field{
				Name: "runner", Form: FormName,
				Default: "the runner of a use clause",
				Doc:     "The runner of the environment that runs the program.",
				Detail:  "A program that uses a runner names none here [R1]; one of the two is needed [R2].",
			},
			at: func(p *Program) any { return &p.Runner },
		},
	},
}
