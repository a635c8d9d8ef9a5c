package cml

// scopeField describes the scope of event streams.
func scopeField() field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "scope", Form: FormReference, List: OneOrMany, Refs: RefToNamed,
			Types: []CapabilityType{TypeEventStream}, Default: "all components below",
			Doc: "The children and collections whose events are let through.",
		},
		at: func(c *Clause) any { return &c.Scope },
	}
}

// dependencyField describes the strength of a dependency.
func dependencyField() field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "dependency", Form: FormEnum, Values: []string{"strong", "weak"}, Default: "strong",
			Types: []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeDictionary},
			Doc:   "Whether the target is stopped before its source; weak dependencies may form cycles.",
		},
		at: func(c *Clause) any { return &c.Dependency },
	}
}

// availabilityField describes the availability of a capability.
func availabilityField(types []CapabilityType) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "availability", Form: FormEnum, Default: "required", Types: types,
			Values: []string{"required", "optional", "same_as_target", "transitional"},
			Doc:    "Whether the target can do without the capability.",
		},
		at: func(c *Clause) any { return &c.Availability },
	}
}

var useTable = newTable("a use clause",
	"Capabilities that the component's own program needs.",
	keyword(TypeService, OneOrMany, "Uses services."),
	keyword(TypeProtocol, OneOrMany, "Uses protocols."),
	keyword(TypeDirectory, One, "Uses a directory."),
	keyword(TypeStorage, One, "Uses storage."),
	keyword(TypeEventStream, OneOrMany, "Uses event streams."),
	keyword(TypeRunner, One, "Uses a runner for the program."),
	keyword(TypeConfig, One, "Uses a configuration value."),
	keyword(TypeDictionary, OneOrMany, "Uses dictionaries; needs the feature use_dictionaries."),
	field[Clause]{
		Field: Field{
			Name: "from", Form: FormReference, Default: "parent",
			Refs:  RefToParent | RefToFramework | RefToSelf | RefToDebug | RefToNamed | RefToDictionary,
			Types: []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeEventStream, TypeRunner, TypeConfig, TypeDictionary},
			Doc:   "Where the capability comes from.",
		},
		at: func(c *Clause) any { return &c.From },
	},
	field[Clause]{
		Field: Field{
			Name: "path", Form: FormPath,
			Default: "/svc/NAME; /svc/fuchsia.component.EventStream for event streams; required for directories and storage",
			Types:   []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeStorage, TypeEventStream, TypeDictionary},
			Doc:     "Where the program finds the capability in its namespace.",
		},
		at: func(c *Clause) any { return &c.Path },
	},
	field[Clause]{
		Field: Field{
			Name: "numbered_handle", Form: FormInteger, Min: 0, Max: 255, Types: []CapabilityType{TypeProtocol},
			Doc: "The number of the start-up handle that the protocol is delivered as, instead of a path.",
		},
		at: func(c *Clause) any { return &c.NumberedHandle },
	},
	rightsField("What the program does with the directory; required for directories."),
	field[Clause]{
		Field: Field{Name: "subdir", Form: FormRelativePath, Types: []CapabilityType{TypeDirectory}, Default: "the directory itself", Doc: "The directory below the source directory that is used."},
		at:    func(c *Clause) any { return &c.Subdir },
	},
	scopeField(),
	field[Clause]{
		Field: Field{Name: "filter", Form: FormJSONObject, Types: []CapabilityType{TypeEventStream}, Doc: "Parameters of the event, such as the name of a capability."},
		at:    func(c *Clause) any { return &c.Filter },
	},
	dependencyField(),
	availabilityField([]CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeStorage, TypeConfig, TypeDictionary}),
	field[Clause]{
		Field: Field{Name: "key", Form: FormConfigKey, Types: []CapabilityType{TypeConfig}, Doc: "The configuration key that the value is read as; required for config."},
		at:    func(c *Clause) any { return &c.Key },
	},
	configTypeField("The type of the value; required for config."),
	maxSizeField(clauseConfigType, TypeConfig),
	maxCountField(clauseConfigType, TypeConfig),
	elementField(clauseConfigType, TypeConfig),
	field[Clause]{
		Field: Field{Name: "default", Form: FormJSON, Types: []CapabilityType{TypeConfig}, Doc: "The value when the capability is absent; only if it is not required."},
		at:    func(c *Clause) any { return &c.Default },
	},
)
