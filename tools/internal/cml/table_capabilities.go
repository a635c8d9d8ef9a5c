package cml

// keyword describes a keyword of a clause: the capability type and the names.
func keyword(name string, t CapabilityType, list List, doc string) field[Clause] {
	return field[Clause]{
		Field: Field{Name: name, Form: FormName, List: list, Keyword: t, Doc: doc},
		at:    func(c *Clause) any { return &c.Keywords },
	}
}

// rightsField describes the rights of a directory.
func rightsField(doc, overlapRule string, requiredFor ...CapabilityType) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "rights", Form: FormEnum, List: Distinct, Types: []CapabilityType{TypeDirectory}, RequiredFor: requiredFor,
			Values: []string{
				"r*", "w*", "x*", "rw*", "rx*",
				"connect", "enumerate", "execute", "get_attributes", "modify_directory",
				"read_bytes", "traverse", "update_attributes", "write_bytes",
			},
			Doc: doc,
			Detail: "A word with a star stands for several rights, and no right can be named twice [" + overlapRule + "]: " +
				"for reading and executing write [ \"rx*\" ], not [ \"r*\", \"x*\" ].",
		},
		at: func(c *Clause) any { return &c.Rights },
	}
}

var capabilitiesTable = &table[Clause]{
	Object: Object{
		Name: "a capability declaration",
		Doc:  "A capability that the component itself provides.",
	},
	fields: []field[Clause]{
		keyword("service", TypeService, OneOrMany, "Declares services."),
		keyword("protocol", TypeProtocol, OneOrMany, "Declares protocols."),
		keyword("directory", TypeDirectory, One, "Declares a directory."),
		keyword("storage", TypeStorage, One, "Declares storage that is cut out of a directory: each component that uses it gets a directory of its own."),
		keyword("runner", TypeRunner, One, "Declares a runner."),
		keyword("resolver", TypeResolver, One, "Declares a resolver."),
		keyword("dictionary", TypeDictionary, One, "Declares a dictionary, which holds what is offered to \"self/name\"."),
		keyword("config", TypeConfig, One, "Declares a configuration value."),
		keyword("event_stream", TypeEventStream, OneOrMany, "Declares event streams; only the component framework itself can provide them [T4]."),
		{
			Field: Field{
				Name: "path", Form: FormPath, Default: "/svc/NAME for services and protocols",
				Types:       []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeRunner, TypeResolver, TypeDictionary},
				RequiredFor: []CapabilityType{TypeDirectory, TypeRunner, TypeResolver},
				Doc:         "Where the program serves the capability in its outgoing directory.",
				Detail: "Only a clause with a single name can have one [P11]. " +
					"A dictionary with a path is made by the program while it runs; it needs the feature dynamic_dictionaries [P7].",
			},
			at: func(c *Clause) any { return &c.Path },
		},
		rightsField("The most that the directory allows.", "P4", TypeDirectory),
		{
			Field: Field{
				Name: "from", Form: FormReference, Refs: RefToParent | RefToSelf | RefToNamed,
				Types: []CapabilityType{TypeStorage}, RequiredFor: []CapabilityType{TypeStorage},
				Doc: "Who provides the directory that the storage is cut out of.",
			},
			at: func(c *Clause) any { return &c.From },
		},
		{
			Field: Field{
				Name: "backing_dir", Form: FormName, Types: []CapabilityType{TypeStorage}, RequiredFor: []CapabilityType{TypeStorage},
				Doc: "The name, at its source, of the directory that the storage is cut out of.",
			},
			at: func(c *Clause) any { return &c.BackingDir },
		},
		{
			Field: Field{Name: "subdir", Form: FormRelativePath, Types: []CapabilityType{TypeStorage}, Default: "the directory itself", Doc: "The directory below the backing directory that the storage is in."},
			at:    func(c *Clause) any { return &c.Subdir },
		},
		{
			Field: Field{
				Name: "storage_id", Form: FormEnum, Values: []string{"static_instance_id", "static_instance_id_or_moniker"},
				Types: []CapabilityType{TypeStorage}, RequiredFor: []CapabilityType{TypeStorage},
				Doc:    "How the storage of a component is found: by its entry in the component id index, or by its moniker when it has none.",
				Detail: "With static_instance_id, a component without an entry cannot use the storage.",
			},
			at: func(c *Clause) any { return &c.StorageID },
		},
		configTypeField("The type of the value [T3].", TypeConfig),
		maxSizeField(clauseMaxSize, openConfigType, TypeConfig),
		maxCountField(clauseMaxCount, openConfigType, TypeConfig),
		elementField(clauseElement, openConfigType, TypeConfig),
		{
			Field: Field{
				Name: "value", Form: FormJSON, Types: []CapabilityType{TypeConfig}, RequiredFor: []CapabilityType{TypeConfig},
				Doc: "The configuration value [T3], which fits its type [D11].",
			},
			at: func(c *Clause) any { return &c.Value },
		},
		{
			Field: Field{
				Name: "delivery", Form: FormEnum, Values: []string{"immediate", "on_readable"}, Default: "immediate",
				Types:  []CapabilityType{TypeProtocol},
				Doc:    "When a connection reaches the program: at once, or when the client has sent something.",
				Detail: "It needs the feature delivery_type [P8].",
			},
			at: func(c *Clause) any { return &c.Delivery },
		},
	},
}
