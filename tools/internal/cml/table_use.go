package cml

// scopeField describes the scope of event streams.
func scopeField(rule string) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "scope", Form: FormReference, List: OneOrMany, Refs: RefToNamed,
			Types: []CapabilityType{TypeEventStream}, Default: "all components below",
			Doc: "The children and collections whose events are let through [" + rule + "].",
		},
		at: func(c *Clause) any { return &c.Scope },
	}
}

// dependencyField describes the strength of a dependency.
func dependencyField(detail string) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "dependency", Form: FormEnum, Values: []string{"strong", "weak"}, Obsolete: []string{"weak_for_migration"}, Default: "strong",
			Types:  []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeDictionary},
			Doc:    "Whether the target is stopped before its source (strong), or may outlive it (weak).",
			Detail: "Strong dependencies must not form a cycle [cycle]; weak ones may. " + detail,
		},
		at: func(c *Clause) any { return &c.Dependency },
	}
}

// availabilityField describes the availability of a capability.
func availabilityField(types []CapabilityType, sameAsTarget string) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "availability", Form: FormEnum, Default: "required", Types: types,
			Values: []string{"required", "optional", "same_as_target", "transitional"},
			Doc:    "Whether the target can do without the capability.",
			Detail: "\"transitional\" is \"optional\" for as long as the route is being made: it is no mistake when nobody offers it yet. " + sameAsTarget,
		},
		at: func(c *Clause) any { return &c.Availability },
	}
}

var useTable = &table[Clause]{
	Object: Object{
		Name: "a use clause",
		Doc:  "Capabilities that the component's own program needs.",
	},
	fields: []field[Clause]{
		keyword("service", TypeService, OneOrMany, "Uses services."),
		keyword("protocol", TypeProtocol, OneOrMany, "Uses protocols."),
		keyword("directory", TypeDirectory, One, "Uses a directory."),
		keyword("storage", TypeStorage, One, "Uses storage."),
		keyword("event_stream", TypeEventStream, OneOrMany, "Uses event streams."),
		keyword("runner", TypeRunner, One, "Uses a runner for the program, which then names none [R1]."),
		keyword("config", TypeConfig, One, "Uses a configuration value."),
		keyword("dictionary", TypeDictionary, OneOrMany, "Uses dictionaries; needs the feature use_dictionaries [U24]."),
		{
			Field: Field{
				Name: "from", Form: FormReference, Default: "parent",
				Refs:  RefToParent | RefToFramework | RefToSelf | RefToDebug | RefToNamed | RefToDictionary,
				Types: []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeEventStream, TypeRunner, TypeConfig, TypeDictionary},
				Doc:   "Where the capability comes from.",
				Detail: "Storage always comes from the parent [U8], only protocols come from \"debug\" [U4], " +
					"and what comes from \"self\" is declared in capabilities [U2].",
			},
			at: func(c *Clause) any { return &c.From },
		},
		{
			Field: Field{
				Name: "path", Form: FormPath,
				Default:     "/svc/NAME; /svc/fuchsia.component.EventStream for event streams",
				Types:       []CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeStorage, TypeEventStream, TypeDictionary},
				RequiredFor: []CapabilityType{TypeDirectory, TypeStorage},
				Doc:         "Where the program finds the capability in its namespace.",
				Detail: "Only a clause with a single name can have one [U13], event streams apart. " +
					"Nothing can be in /pkg [U17], at a path that another clause has [U18], or in a directory of another clause [U19].",
			},
			at: func(c *Clause) any { return &c.Path },
		},
		{
			Field: Field{
				Name: "numbered_handle", Form: FormInteger, Min: 0, Max: 255, Types: []CapabilityType{TypeProtocol},
				Doc: "The number of the start-up handle that the protocol is delivered as, instead of a path [U23].",
			},
			at: func(c *Clause) any { return &c.NumberedHandle },
		},
		rightsField("What the program does with the directory.", "U16", TypeDirectory),
		{
			Field: Field{Name: "subdir", Form: FormRelativePath, Types: []CapabilityType{TypeDirectory}, Default: "the directory itself", Doc: "The directory below the source directory that is used."},
			at:    func(c *Clause) any { return &c.Subdir },
		},
		scopeField("U20"),
		{
			Field: Field{
				Name: "filter", Form: FormJSONObject, Types: []CapabilityType{TypeEventStream},
				Doc: "Parameters of the event, such as the name of a capability; strings and lists of strings [T1].",
			},
			at: func(c *Clause) any { return &c.Filter },
		},
		dependencyField("Only what comes directly from a child can be weak [U11]."),
		availabilityField([]CapabilityType{TypeService, TypeProtocol, TypeDirectory, TypeStorage, TypeConfig, TypeDictionary},
			"\"same_as_target\" is for offer and expose, not for a use [U14]."),
		{
			Field: Field{
				Name: "key", Form: FormConfigKey, Types: []CapabilityType{TypeConfig}, RequiredFor: []CapabilityType{TypeConfig},
				Doc: "The configuration key under which the program reads the value [U21].",
			},
			at: func(c *Clause) any { return &c.Key },
		},
		configTypeField("The type of the value [U21].", TypeConfig),
		maxSizeField(clauseMaxSize, openConfigType, TypeConfig),
		maxCountField(clauseMaxCount, openConfigType, TypeConfig),
		elementField(clauseElement, openConfigType, TypeConfig),
		{
			Field: Field{
				Name: "default", Form: FormJSON, Types: []CapabilityType{TypeConfig},
				Doc:    "The value when the capability is absent; only if it is not required [U22].",
				Detail: "It fits the type [D11]. An optional value without a default needs an entry of the same type in config [K3].",
			},
			at: func(c *Clause) any { return &c.Default },
		},
	},
}
