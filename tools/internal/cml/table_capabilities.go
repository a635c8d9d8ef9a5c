package cml

// keyword describes a keyword of a clause: the capability type and the names.
func keyword(t CapabilityType, list List, doc string) field[Clause] {
	return field[Clause]{
		Field: Field{Name: t.String(), Form: FormName, List: list, Keyword: t, Doc: doc},
		at:    func(c *Clause) any { return &c.Keywords },
	}
}

// rightsField describes the rights of a directory.
func rightsField(doc string) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "rights", Form: FormEnum, List: Distinct, Types: []CapabilityType{TypeDirectory},
			Values: []string{
				"r*", "w*", "x*", "rw*", "rx*",
				"connect", "enumerate", "execute", "get_attributes", "modify_directory",
				"read_bytes", "traverse", "update_attributes", "write_bytes",
			},
			Doc: doc,
		},
		at: func(c *Clause) any { return &c.Rights },
	}
}

var capabilitiesTable = newTable("a capability declaration",
	"A capability that the component itself provides.",
	keyword(TypeService, OneOrMany, "Declares services."),
	keyword(TypeProtocol, OneOrMany, "Declares protocols."),
	keyword(TypeDirectory, One, "Declares a directory."),
	keyword(TypeStorage, One, "Declares storage that is cut out of a directory."),
	keyword(TypeRunner, One, "Declares a runner."),
	keyword(TypeResolver, One, "Declares a resolver."),
	keyword(TypeDictionary, One, "Declares a dictionary, which holds what is offered to \"self/name\"."),
	keyword(TypeConfig, One, "Declares a configuration value."),
	keyword(TypeEventStream, OneOrMany, "Declares event streams; only the component framework itself can provide them."),
	field[Clause]{
		Field: Field{
			Name: "path", Form: FormPath, Default: "/svc/NAME for services and protocols",
			Types: []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeRunner, TypeResolver, TypeDictionary},
			Doc:   "Where the program serves the capability in its outgoing directory.",
		},
		at: func(c *Clause) any { return &c.Path },
	},
	rightsField("The most that the directory allows."),
	field[Clause]{
		Field: Field{
			Name: "from", Form: FormReference, Refs: RefToParent | RefToSelf | RefToNamed,
			Types: []CapabilityType{TypeStorage},
			Doc:   "Who provides the directory that the storage is cut out of.",
		},
		at: func(c *Clause) any { return &c.From },
	},
	field[Clause]{
		Field: Field{Name: "backing_dir", Form: FormName, Types: []CapabilityType{TypeStorage}, Doc: "The directory that the storage is cut out of."},
		at:    func(c *Clause) any { return &c.BackingDir },
	},
	field[Clause]{
		Field: Field{Name: "subdir", Form: FormRelativePath, Types: []CapabilityType{TypeStorage}, Default: "the directory itself", Doc: "The directory below the backing directory that the storage is in."},
		at:    func(c *Clause) any { return &c.Subdir },
	},
	field[Clause]{
		Field: Field{
			Name: "storage_id", Form: FormEnum, Values: []string{"static_instance_id", "static_instance_id_or_moniker"},
			Types: []CapabilityType{TypeStorage},
			Doc:   "How the storage of a component is found: by its entry in the component id index, or by its moniker when it has none.",
		},
		at: func(c *Clause) any { return &c.StorageID },
	},
	configTypeField("The type of the value."),
	maxSizeField[Clause](clauseConfigType, TypeConfig),
	maxCountField[Clause](clauseConfigType, TypeConfig),
	elementField[Clause](clauseConfigType, TypeConfig),
	field[Clause]{
		Field: Field{Name: "value", Form: FormJSON, Types: []CapabilityType{TypeConfig}, Doc: "The configuration value."},
		at:    func(c *Clause) any { return &c.Value },
	},
	field[Clause]{
		Field: Field{
			Name: "delivery", Form: FormEnum, Values: []string{"immediate", "on_readable"}, Default: "immediate",
			Types: []CapabilityType{TypeProtocol},
			Doc:   "When a request reaches the program; needs the feature delivery_type.",
		},
		at: func(c *Clause) any { return &c.Delivery },
	},
)
