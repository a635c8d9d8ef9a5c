package cml

// routedAvailability are the types whose routes have an availability.
var routedAvailability = []CapabilityType{
	TypeService, TypeProtocol, TypeDirectory, TypeStorage, TypeDictionary, TypeConfig, TypeEventStream,
}

// asField describes the renaming of a routed capability.
func asField(rule string) field[Clause] {
	return field[Clause]{
		Field: Field{Name: "as", Form: FormName, Default: "the same name", Doc: "The name at the target; only with a single name [" + rule + "]."},
		at:    func(c *Clause) any { return &c.As },
	}
}

// subdirField describes which part of a directory is routed.
func subdirField(detail string) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "subdir", Form: FormRelativePath, Types: []CapabilityType{TypeDirectory}, Default: "the directory itself",
			Doc: "The directory below the source directory that is routed.", Detail: detail,
		},
		at: func(c *Clause) any { return &c.Subdir },
	}
}

// sourceAvailabilityField describes whether a source may be missing.
func sourceAvailabilityField() field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "source_availability", Form: FormEnum, Values: []string{"required", "unknown"}, Default: "required", Types: routedAvailability,
			Doc: "Whether the source may be missing from the merged manifest (unknown); the route then comes from void.",
			Detail: "It is for shards that are merged into different realms. " +
				"A route whose source is missing is optional, so its availability is left out or \"optional\" [S4].",
		},
		at: func(c *Clause) any { return &c.SourceAvailability },
	}
}

var exposeTable = &table[Clause]{
	Object: Object{
		Name: "an expose clause",
		Doc:  "Capabilities that the component gives to its parent.",
	},
	fields: []field[Clause]{
		keyword("service", TypeService, OneOrMany, "Exposes services."),
		keyword("protocol", TypeProtocol, OneOrMany, "Exposes protocols."),
		keyword("directory", TypeDirectory, OneOrMany, "Exposes directories."),
		keyword("runner", TypeRunner, OneOrMany, "Exposes runners."),
		keyword("resolver", TypeResolver, OneOrMany, "Exposes resolvers."),
		keyword("dictionary", TypeDictionary, OneOrMany, "Exposes dictionaries."),
		keyword("config", TypeConfig, OneOrMany, "Exposes configuration values."),
		{
			Field: Field{
				Name: "from", Form: FormReference, List: OneOrMany, Required: true,
				Refs: RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
				Doc:  "Where the capability comes from; several sources only for services [S1].",
				Detail: "What comes from \"self\" is declared in capabilities [X2]; a dictionary is one of self or of a child [X7]. " +
					"\"void\" says that there is no source, and needs availability: \"optional\" [S3].",
			},
			at: func(c *Clause) any { return &c.From },
		},
		asField("X9"),
		{
			Field: Field{Name: "to", Form: FormReference, Refs: RefToParent | RefToFramework, Default: "parent", Doc: "Who gets the capability."},
			at:    func(c *Clause) any { return &c.To },
		},
		rightsField("What is left of the rights of the directory.", "X3"),
		subdirField("It cannot be given when the directory is exposed to the framework [X4]."),
		keyword("event_stream", TypeEventStream, OneOrMany, "Exposes event streams; compiled manifests cannot say so [T5]."),
		scopeField("X5"),
		availabilityField(routedAvailability, "\"same_as_target\" leaves the decision to whoever uses it."),
		sourceAvailabilityField(),
	},
}

var offerTable = &table[Clause]{
	Object: Object{
		Name: "an offer clause",
		Doc:  "Capabilities that the component gives to its children.",
	},
	fields: []field[Clause]{
		keyword("service", TypeService, OneOrMany, "Offers services; several offers of one name to one target are put together."),
		keyword("protocol", TypeProtocol, OneOrMany, "Offers protocols."),
		keyword("directory", TypeDirectory, OneOrMany, "Offers directories."),
		keyword("runner", TypeRunner, OneOrMany, "Offers runners."),
		keyword("resolver", TypeResolver, OneOrMany, "Offers resolvers."),
		keyword("storage", TypeStorage, OneOrMany, "Offers storage of the parent or of this document [O6]."),
		keyword("dictionary", TypeDictionary, OneOrMany, "Offers dictionaries."),
		keyword("config", TypeConfig, OneOrMany, "Offers configuration values."),
		{
			Field: Field{
				Name: "from", Form: FormReference, List: OneOrMany, Required: true,
				Refs: RefToParent | RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
				Doc:  "Where the capability comes from; several sources only for services [S1].",
				Detail: "What comes from \"self\" is declared in capabilities [O3]. " +
					"\"void\" says that there is no source, and needs availability: \"optional\" [S3].",
			},
			at: func(c *Clause) any { return &c.From },
		},
		{
			Field: Field{
				Name: "to", Form: FormReference, List: OneOrMany, Required: true,
				Refs: RefToAll | RefToNamed | RefToOwnDictionary,
				Doc:  "Who gets the capability: children, collections, a dictionary of this document, or all children and collections.",
				Detail: "\"all\" is for protocols and dictionaries [O18]. A target is not its own source [O11], " +
					"and gets a name only once [O14], services apart.",
			},
			at: func(c *Clause) any { return &c.To },
		},
		asField("O9"),
		dependencyField("Types that are not listed are always strong [O8]."),
		rightsField("What is left of the rights of the directory.", "O5"),
		subdirField(""),
		keyword("event_stream", TypeEventStream, OneOrMany, "Offers event streams."),
		scopeField("O4"),
		availabilityField(routedAvailability, "\"same_as_target\" leaves the decision to whoever uses it."),
		sourceAvailabilityField(),
		{
			Field: Field{
				Name: "target_availability", Form: FormEnum, Values: []string{"required", "unknown"}, Default: "required",
				Doc:    "Whether a target may be missing from the merged manifest (unknown); it is left out then.",
				Detail: "It is for shards that are merged into different realms. Of several targets, each missing one is left out.",
			},
			at: func(c *Clause) any { return &c.TargetAvailability },
		},
	},
}
