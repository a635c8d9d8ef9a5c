package cml

// routedAvailability are the types whose routes have an availability.
var routedAvailability = []CapabilityType{
	TypeService, TypeProtocol, TypeDirectory, TypeStorage, TypeDictionary, TypeConfig, TypeEventStream,
}

// asField describes the renaming of a routed capability.
func asField() field[Clause] {
	return field[Clause]{
		Field: Field{Name: "as", Form: FormName, Default: "the same name", Doc: "The name at the target; only with a single name."},
		at:    func(c *Clause) any { return &c.As },
	}
}

// subdirField describes which part of a directory is routed.
func subdirField() field[Clause] {
	return field[Clause]{
		Field: Field{Name: "subdir", Form: FormRelativePath, Types: []CapabilityType{TypeDirectory}, Default: "the directory itself", Doc: "The directory below the source directory that is routed."},
		at:    func(c *Clause) any { return &c.Subdir },
	}
}

// sourceAvailabilityField describes whether a source may be missing.
func sourceAvailabilityField() field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "source_availability", Form: FormEnum, Values: []string{"required", "unknown"}, Default: "required", Types: routedAvailability,
			Doc: "Whether the source may be missing from the merged manifest; the route then comes from void.",
		},
		at: func(c *Clause) any { return &c.SourceAvailability },
	}
}

var exposeTable = newTable("an expose clause",
	"Capabilities that the component gives to its parent.",
	keyword(TypeService, OneOrMany, "Exposes services."),
	keyword(TypeProtocol, OneOrMany, "Exposes protocols."),
	keyword(TypeDirectory, OneOrMany, "Exposes directories."),
	keyword(TypeRunner, OneOrMany, "Exposes runners."),
	keyword(TypeResolver, OneOrMany, "Exposes resolvers."),
	keyword(TypeDictionary, OneOrMany, "Exposes dictionaries."),
	keyword(TypeConfig, OneOrMany, "Exposes configuration values."),
	field[Clause]{
		Field: Field{
			Name: "from", Form: FormReference, List: OneOrMany, Required: true,
			Refs: RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
			Doc:  "Where the capability comes from; several sources only for services.",
		},
		at: func(c *Clause) any { return &c.From },
	},
	asField(),
	field[Clause]{
		Field: Field{Name: "to", Form: FormReference, Refs: RefToParent | RefToFramework, Default: "parent", Doc: "Who gets the capability."},
		at:    func(c *Clause) any { return &c.To },
	},
	rightsField("What is left of the rights of the directory."),
	subdirField(),
	keyword(TypeEventStream, OneOrMany, "Exposes event streams."),
	scopeField(),
	availabilityField(routedAvailability),
	sourceAvailabilityField(),
)

var offerTable = newTable("an offer clause",
	"Capabilities that the component gives to its children.",
	keyword(TypeService, OneOrMany, "Offers services."),
	keyword(TypeProtocol, OneOrMany, "Offers protocols."),
	keyword(TypeDirectory, OneOrMany, "Offers directories."),
	keyword(TypeRunner, OneOrMany, "Offers runners."),
	keyword(TypeResolver, OneOrMany, "Offers resolvers."),
	keyword(TypeStorage, OneOrMany, "Offers storage."),
	keyword(TypeDictionary, OneOrMany, "Offers dictionaries."),
	keyword(TypeConfig, OneOrMany, "Offers configuration values."),
	field[Clause]{
		Field: Field{
			Name: "from", Form: FormReference, List: OneOrMany, Required: true,
			Refs: RefToParent | RefToFramework | RefToSelf | RefToVoid | RefToNamed | RefToDictionary,
			Doc:  "Where the capability comes from; several sources only for services.",
		},
		at: func(c *Clause) any { return &c.From },
	},
	field[Clause]{
		Field: Field{
			Name: "to", Form: FormReference, List: OneOrMany, Required: true,
			Refs: RefToAll | RefToNamed | RefToOwnDictionary,
			Doc:  "Who gets the capability: children, collections, a dictionary of this document, or all children and collections.",
		},
		at: func(c *Clause) any { return &c.To },
	},
	asField(),
	dependencyField(),
	rightsField("What is left of the rights of the directory."),
	subdirField(),
	keyword(TypeEventStream, OneOrMany, "Offers event streams."),
	scopeField(),
	availabilityField(routedAvailability),
	sourceAvailabilityField(),
	field[Clause]{
		Field: Field{
			Name: "target_availability", Form: FormEnum, Values: []string{"required", "unknown"}, Default: "required",
			Doc: "Whether a target may be missing from the merged manifest; it is left out then.",
		},
		at: func(c *Clause) any { return &c.TargetAvailability },
	},
)
