package cml

var environmentTable = &table[Environment]{
	Object: Object{
		Name: "an environment",
		Doc:  "Runners, resolvers and debug capabilities that children and collections can be placed in.",
	},
	fields: []field[Environment]{
		{
			Field: Field{
				Name: "name", Form: FormName, Required: true,
				Doc:    "The name of the environment; children refer to it as \"#name\".",
				Detail: "No child, collection, or declared storage, runner, resolver or dictionary can have the same name [I1].",
			},
			at: func(e *Environment) any { return &e.Name },
		},
		{
			Field: Field{
				Name: "extends", Form: FormEnum, Values: []string{"realm", "none"}, Default: "none",
				Doc: "Whether it starts from the environment of the component itself (realm) or from nothing.",
			},
			at: func(e *Environment) any { return &e.Extends },
		},
		{
			Field: Field{
				Name: "runners", Form: FormObject, List: Many, Object: "a runner registration",
				Doc: "The runners that programs in the environment can name, each under a name of its own [E2].",
			},
			at: func(e *Environment) any { return &e.Runners },
		},
		{
			Field: Field{
				Name: "resolvers", Form: FormObject, List: Many, Object: "a resolver registration",
				Doc: "The resolvers that load the components of the environment, one for each scheme of URLs [E5].",
			},
			at: func(e *Environment) any { return &e.Resolvers },
		},
		{
			Field: Field{
				Name: "debug", Form: FormObject, List: Many, Object: "a debug registration",
				Doc: "The protocols that any component in the environment can use from \"debug\", each under a name of its own [E6].",
			},
			at: func(e *Environment) any { return &e.Debug },
		},
		{
			Field: Field{
				Name: "__stop_timeout_ms", Form: FormInteger, Min: 0, Max: 1<<32 - 1, Default: "that of the environment it extends",
				Doc: "How many milliseconds a component has to stop by itself; required when nothing is extended [E1].",
			},
			at: func(e *Environment) any { return &e.StopTimeout },
		},
	},
}

// registrationSource are the forms of where a runner or resolver comes from.
const registrationSource = RefToParent | RefToSelf | RefToNamed

var runnerTable = &table[Registration]{
	Object: Object{
		Name: "a runner registration",
		Doc:  "A runner that programs in the environment can name.",
	},
	fields: []field[Registration]{
		{
			Field: Field{Name: "runner", Form: FormName, Required: true, Doc: "The name of the runner at its source."},
			at:    func(r *Registration) any { return &r.Names },
		},
		{
			Field: Field{
				Name: "from", Form: FormReference, Refs: registrationSource, Required: true,
				Doc: "Where the runner comes from: the parent, capabilities of this document [E3], or a child [E4].",
			},
			at: func(r *Registration) any { return &r.From },
		},
		{
			Field: Field{Name: "as", Form: FormName, Default: "the same name", Doc: "The name of the runner in the environment."},
			at:    func(r *Registration) any { return &r.As },
		},
	},
}

var resolverTable = &table[Registration]{
	Object: Object{
		Name: "a resolver registration",
		Doc:  "A resolver that loads components of the environment.",
	},
	fields: []field[Registration]{
		{
			Field: Field{Name: "resolver", Form: FormName, Required: true, Doc: "The name of the resolver at its source."},
			at:    func(r *Registration) any { return &r.Names },
		},
		{
			Field: Field{
				Name: "from", Form: FormReference, Refs: registrationSource, Required: true,
				Doc: "Where the resolver comes from: the parent, capabilities of this document [E3], or a child [E4].",
			},
			at: func(r *Registration) any { return &r.From },
		},
		{
			Field: Field{Name: "scheme", Form: FormURLScheme, Required: true, Doc: "The scheme of the URLs that the resolver loads, such as \"fuchsia-pkg\"."},
			at:    func(r *Registration) any { return &r.Scheme },
		},
	},
}

var debugTable = &table[Registration]{
	Object: Object{
		Name: "a debug registration",
		Doc:  "Protocols that any component in the environment can use from \"debug\".",
	},
	fields: []field[Registration]{
		{
			Field: Field{Name: "protocol", Form: FormName, List: OneOrMany, Required: true, Doc: "The names of the protocols at their source."},
			at:    func(r *Registration) any { return &r.Names },
		},
		{
			Field: Field{
				Name: "from", Form: FormReference, List: OneOrMany, Required: true,
				Refs:   RefToParent | RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
				Doc:    "Where the protocols come from.",
				Detail: "It is one source [S1], and neither \"void\" [S3] nor a dictionary [T6]: what is registered is always there.",
			},
			at: func(r *Registration) any { return &r.From },
		},
		{
			Field: Field{Name: "as", Form: FormName, Default: "the same name", Doc: "The name of the protocol in the environment; only with a single name [E6]."},
			at:    func(r *Registration) any { return &r.As },
		},
	},
}
