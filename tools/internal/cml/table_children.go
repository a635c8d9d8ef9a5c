package cml

var childTable = &table[Child]{
	Object: Object{
		Name: "a child",
		Doc:  "A component that always exists below this one.",
	},
	fields: []field[Child]{
		{
			Field: Field{
				Name: "name", Form: FormName, Required: true,
				Doc:    "The name of the child; references to it are written \"#name\".",
				Detail: "No collection, environment, or declared storage, runner, resolver or dictionary can have the same name [I1].",
			},
			at: func(c *Child) any { return &c.Name },
		},
		{
			Field: Field{
				Name: "url", Form: FormURL, Required: true,
				Doc:    "Where the component is, such as \"fuchsia-pkg://fuchsia.com/echo#meta/echo.cm\" or \"#meta/echo.cm\" in the own package.",
				Detail: "It names the compiled manifest, so it ends in .cm and not in .cml [C1].",
			},
			at: func(c *Child) any { return &c.URL },
		},
		{
			Field: Field{
				Name: "startup", Form: FormEnum, Values: []string{"lazy", "eager"}, Default: "lazy", OmitDefault: true,
				Doc: "Whether the child starts with its parent (eager) or when it is first needed (lazy).",
			},
			at: func(c *Child) any { return &c.Startup },
		},
		{
			Field: Field{
				Name: "on_terminate", Form: FormEnum, Values: []string{"none", "reboot"}, Default: "none",
				Doc: "What happens when the child stops without being told to: nothing, or the system reboots.",
			},
			at: func(c *Child) any { return &c.OnTerminate },
		},
		{
			Field: Field{
				Name: "environment", Form: FormReference, Refs: RefToNamed, Default: "the environment of the parent",
				Doc: "The environment of this document that the child is placed in [E7].",
			},
			at: func(c *Child) any { return &c.Environment },
		},
	},
}

var collectionTable = &table[Collection]{
	Object: Object{
		Name: "a collection",
		Doc:  "A group of children that are created while the component runs.",
	},
	fields: []field[Collection]{
		{
			Field: Field{
				Name: "name", Form: FormName, Required: true,
				Doc:    "The name of the collection; references to it are written \"#name\".",
				Detail: "No child, environment, or declared storage, runner, resolver or dictionary can have the same name [I1].",
			},
			at: func(c *Collection) any { return &c.Name },
		},
		{
			Field: Field{
				Name: "durability", Form: FormEnum, Values: []string{"transient", "single_run"}, Required: true,
				Doc: "How long its children exist: until they are destroyed or their parent stops (transient), or for a single run (single_run).",
			},
			at: func(c *Collection) any { return &c.Durability },
		},
		{
			Field: Field{
				Name: "environment", Form: FormReference, Refs: RefToNamed, Default: "the environment of the parent",
				Doc: "The environment of this document that the children are placed in [E7].",
			},
			at: func(c *Collection) any { return &c.Environment },
		},
		{
			Field: Field{
				Name: "allowed_offers", Form: FormEnum, Values: []string{"static_only", "static_and_dynamic"}, Default: "static_only",
				Doc: "Whether a child gets only what this document offers to the collection, or also what is offered when it is created.",
			},
			at: func(c *Collection) any { return &c.AllowedOffers },
		},
		{
			Field: Field{
				Name: "allow_long_names", Form: FormFlag, Default: "false",
				Doc:    "Whether names of children may have up to 1024 bytes, not just 255.",
				Detail: "It needs the feature allow_long_names, also when it is false [C2].",
			},
			at: func(c *Collection) any { return &c.AllowLongNames },
		},
		{
			Field: Field{
				Name: "persistent_storage", Form: FormFlag, Default: "false",
				Doc: "Whether the storage of a child outlives the child.",
			},
			at: func(c *Collection) any { return &c.PersistentStorage },
		},
	},
}
