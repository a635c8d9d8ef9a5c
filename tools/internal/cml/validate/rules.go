package validate

// Rule is one rule of the book.
type Rule struct {
	// ID is what findings carry.
	ID string
	// Text says what must not be, Fix what to do about it, each in one line.
	Text, Fix string
}

// cycleRule is the id of the rule against cycles.
const cycleRule = "cycle"

// Rules returns the rule book: every id that a finding of this package can
// carry, by family.
func Rules() []Rule {
	return []Rule{
		{"I1", "an identifier is declared twice among children, collections, environments, storage, runners, resolvers and dictionaries", "delete or rename one of the two"},
		{"C1", "the URL of a child names a .cml file", "name the compiled manifest: it ends in .cm"},
		{"C2", "allow_long_names without its feature", "delete the field, or switch the feature `allow_long_names` on"},

		{"P1", "a declaration names no capability", "add a keyword, such as protocol, with the name"},
		{"P2", "a declaration names several capability types", "write a clause for each type"},
		{"P3", "a directory without path or rights", `add what is missing, such as path: "/data" and rights: [ "r*" ]`},
		{"P4", "a right is declared twice", `leave one of the two out, or write the word that stands for both, such as "rx*"`},
		{"P5", "storage without from, backing_dir or storage_id, or with a path", "add what is missing and delete `path`: `backing_dir` says where the storage is"},
		{"P6", "a runner or resolver with from or without path", "delete `from`, and add the path at which the program serves it"},
		{"P7", "a dictionary with path without its feature", "delete `path`, or switch the feature `dynamic_dictionaries` on"},
		{"P8", "delivery without its feature", "delete `delivery`, or switch the feature `delivery_type` on"},
		{"P9", "storage is backed by an unknown child", "correct the name, or declare the child"},
		{"P10", "a name is declared twice in capabilities", "delete or rename one of the two"},
		{"P11", "one path for several names", "write a clause for each name that needs a path"},

		{"U1", "a use names no capability or several types", "add a keyword, such as protocol, with the name; write a clause for each type"},
		{"U2", "a capability is used from self but not declared", "declare it in `capabilities`, or name the component that provides it in `from`"},
		{"U3", "a dictionary of self is used but not declared", "declare the dictionary in `capabilities`, or correct the name"},
		{"U4", "anything but a protocol is used from debug", "name another source"},
		{"U5", "the use of an event stream has an availability", "delete `availability`"},
		{"U6", "an event stream is used from self", "use it from the parent or a child"},
		{"U7", "a filter for anything but an event stream", "delete `filter`"},
		{"U8", "the use of storage has a source", "delete `from`: storage comes from the parent"},
		{"U9", "the use of a runner has an availability or comes from self", "delete `availability`; name the parent or a child in `from`"},
		{"U10", "an event stream is used from a dictionary", "use it from the parent or a child"},
		{"U11", "a use is weak but not from a child", "delete `dependency`: only what comes directly from a child can be weak"},
		{"U12", "a directory or storage is used without path", "add `path`, such as \"/data\""},
		{"U13", "one path for several names", "write a clause for each name that needs a path"},
		{"U14", "a use is same_as_target", `write "required", "optional" or "transitional"`},
		{"U15", "a directory is used without rights", "add `rights`, such as [ \"r*\" ]"},
		{"U16", "a right is used twice", `leave one of the two out, or write the word that stands for both, such as "rx*"`},
		{"U17", "a use is placed in the package directory", "choose a path outside of /pkg"},
		{"U18", "two uses have the same target", "delete one of the two, or give one another path"},
		{"U19", "the paths of two uses overlap", "give one of them a path that is not inside of the other"},
		{"U20", "a use or its scope names something unknown", "correct the name, or declare what it names"},
		{"U21", "the use of a configuration value lacks key, type or the bounds of the type", "add what is missing"},
		{"U22", "a required configuration value has a default", "delete `default`, or write availability: \"optional\""},
		{"U23", "a numbered handle for anything but a protocol, or together with a path", "delete `numbered_handle` or `path`"},
		{"U24", "a dictionary is used without its feature", "switch the feature `use_dictionaries` on, or use what is in the dictionary"},

		{"X1", "an expose names no capability or several types", "add a keyword, such as protocol, with the name; write a clause for each type"},
		{"X2", "a capability is exposed from self but not declared", "declare it in `capabilities`, or name the child that provides it in `from`"},
		{"X3", "a right is exposed twice", `leave one of the two out, or write the word that stands for both, such as "rx*"`},
		{"X4", "a subdirectory is exposed to the framework", "delete `subdir`"},
		{"X5", "an event stream is exposed from self, to the framework, several under one name, or with an unknown scope", "name a child in `from`, the parent in `to`, and known components in `scope`"},
		{"X6", "an event stream is exposed from a dictionary", "name a child in `from`"},
		{"X7", "an expose from a dictionary that is neither in self nor in a child", "take it from a dictionary of self or of a child"},
		{"X8", "a dictionary of self is exposed from but not declared", "declare the dictionary in `capabilities`, or correct the name"},
		{"X9", "several capabilities are exposed under one name", "write a clause for each name that is renamed"},
		{"X10", "two exposes have the same target", "delete one of the two, or rename one with `as`"},

		{"O1", "an offer names no capability or several types", "add a keyword, such as protocol, with the name; write a clause for each type"},
		{"O2", "a name is offered to all twice", "delete one of the two"},
		{"O3", "a capability is offered from self but not declared", "declare it in `capabilities`, or name the component that provides it in `from`"},
		{"O4", "an event stream is offered from self, several under one name, or with an unknown scope", "name the parent or a child in `from`, and known components in `scope`"},
		{"O5", "a right is offered twice", `leave one of the two out, or write the word that stands for both, such as "rx*"`},
		{"O6", "storage is offered from a child", "declare the storage in `capabilities`, backed by a directory of the child, and offer it from self"},
		{"O7", "storage or an event stream is offered from a dictionary, or the dictionary of self is not declared", "take it from the parent or a child itself; declare the dictionary"},
		{"O8", "a dependency for a type that is always strong", "delete `dependency`"},
		{"O9", "several capabilities are offered under one name", "write a clause for each name that is renamed"},
		{"O10", "the target of an offer is unknown", `correct the name, declare the child, or write target_availability: "unknown"`},
		{"O11", "the target of an offer is its source", `remove the target, or write dependency: "weak"`},
		{"O12", "storage is offered to the child that backs it", "remove the target: a component cannot keep its data in itself"},
		{"O13", "an offer to a dictionary of self that is not declared, is filled by the program, or cannot hold the type", "declare the dictionary, without a path; offer to the children themselves"},
		{"O14", "two offers put the same name at one target", "delete one of the two, or rename one with `as`"},
		{"O15", "a child is offered from another source what all are offered", `make both sources equal, or name the children in place of "all"`},
		{"O16", "a child is offered something else under a name that is offered to all", "delete the offer to the child, or rename it"},
		{"O18", "anything but protocols and dictionaries is offered to all", "name the targets in `to`"},

		{"S1", "several sources for anything but services", "keep one of the sources"},
		{"S2", "the source of a route is unknown", `correct the name, declare what it names, or write source_availability: "unknown"`},
		{"S3", "a route from void that is not optional", `write availability: "optional", or name a source`},
		{"S4", "a route whose source may be missing, and is, but is not optional", "delete `availability`, or write \"optional\""},
		{"S5", "a dictionary of an unknown child is a source", "correct the name, or declare the child"},
		{"S6", "a dictionary of self is a debug source but not declared", "declare the dictionary in `capabilities`, or correct the name"},

		{"E1", "an environment that extends nothing without a stop timeout", "add `__stop_timeout_ms`, such as 5000, or extend \"realm\""},
		{"E2", "two runners of an environment have one name", "delete one of the two, or rename one with `as`"},
		{"E3", "a runner or resolver of an environment from self is not declared", "declare it in `capabilities`, or name the child that provides it in `from`"},
		{"E4", "a runner or resolver of an environment comes from an unknown child", "correct the name, or declare the child"},
		{"E5", "two resolvers of an environment have one scheme", "delete one of the two"},
		{"E6", "a debug protocol is not declared, repeated, or several have one name", "declare it; delete or rename one of the two; write a registration for each name that is renamed"},
		{"E7", "a child or collection names an unknown environment", "declare the environment, or correct the name"},

		{"K1", "an empty section config", "delete it, or add an entry"},
		{"K2", "an optional configuration value without default and without the section config", "add `default`, or a section `config` with the key"},
		{"K3", "an optional configuration value without default and without an entry", "add `default`, or the key to `config`"},
		{"K4", "an optional configuration value whose type differs from its entry", "make both types equal, without `mutability`, or add `default`"},

		{"R1", "a program with two runners", "delete one of the two"},
		{"R2", "a program without a runner", "add `runner` to `program`, or use a runner"},
		{cycleRule, "strong dependencies form a cycle", "remove one of the dependencies, or make an offer in the cycle weak"},

		{"M1", "a protocol that the build demands is not offered", `offer it to the child or collection, or to "all"`},
		{"M2", "a dictionary that the build demands is not offered", `offer it to the child or collection, or to "all"`},
		{"M3", "a protocol that the build demands is not used", "add it to `use`"},

		{"F1", "the facet of a test is not an object", "write an object"},
		{"F2", "the facet of a test has a type although the build sets it", "delete the type; set it in the build"},
		{"F3", "non-hermetic packages without their feature", "delete the packages, or switch the feature `allow_non_hermetic_packages` on"},
		{"F4", "the feature for non-hermetic packages without such packages", "remove the feature from the build target"},

		{"D3", "the parts of one service differ in availability or name", "give all parts one availability and one name at their source"},
		{"D4", "an event stream is used from the framework", `write "parent", and offer the event stream there`},
		{"D6", "storage is offered from the framework", `write "parent" or "self"`},
		{"D9", "two runners are used", "delete one of the two"},
		{"D11", "a configuration value does not fit its type", "correct the value, or the type"},

		{"T1", "a value of program or facets that cannot be compiled", "write a string, a list of strings or a list of objects"},
		{"T3", "a configuration value without type or value", "add what is missing"},
		{"T4", "an event stream is declared", "delete the clause: event streams come from the parent"},
		{"T5", "an event stream is exposed", "delete the clause"},
		{"T6", "a debug protocol comes from a dictionary", "take it from a component"},

		{"W1", "a field that means nothing for the type (warning)", "delete the field"},
		{"W2", "a reference that means a capability although a child has that name (warning)", "rename one of the two"},
	}
}
