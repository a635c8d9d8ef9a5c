package validate

// Rule is one rule of the book.
type Rule struct {
	// ID is what findings carry.
	ID string
	// Text says what must not be, in one line.
	Text string
}

// cycleRule is the id of the rule against cycles.
const cycleRule = "cycle"

// Rules returns the rule book: every id that a finding of this package can
// carry, by family.
func Rules() []Rule {
	return []Rule{
		{"I1", "an identifier is declared twice among children, collections, environments, storage, runners, resolvers and dictionaries"},
		{"C1", "the URL of a child names a .cml file"},
		{"C2", "allow_long_names without its feature"},

		{"P1", "a declaration names no capability"},
		{"P2", "a declaration names several capability types"},
		{"P3", "a directory without path or rights"},
		{"P4", "a right is declared twice"},
		{"P5", "storage without from, backing_dir or storage_id, or with a path"},
		{"P6", "a runner or resolver with from or without path"},
		{"P7", "a dictionary with path without its feature"},
		{"P8", "delivery without its feature"},
		{"P9", "storage is backed by an unknown child"},
		{"P10", "a name is declared twice in capabilities"},
		{"P11", "one path for several names"},

		{"U1", "a use names no capability or several types"},
		{"U2", "a capability is used from self but not declared"},
		{"U3", "a dictionary of self is used but not declared"},
		{"U4", "anything but a protocol is used from debug"},
		{"U5", "the use of an event stream has an availability"},
		{"U6", "an event stream is used from self"},
		{"U7", "a filter for anything but an event stream"},
		{"U8", "the use of storage has a source"},
		{"U9", "the use of a runner has an availability or comes from self"},
		{"U10", "an event stream is used from a dictionary"},
		{"U11", "a use is weak but not from a child"},
		{"U12", "a directory or storage is used without path"},
		{"U13", "one path for several names"},
		{"U14", "a use is same_as_target"},
		{"U15", "a directory is used without rights"},
		{"U16", "a right is used twice"},
		{"U17", "a use is placed in the package directory"},
		{"U18", "two uses have the same target"},
		{"U19", "the paths of two uses overlap"},
		{"U20", "a use or its scope names something unknown"},
		{"U21", "the use of a configuration value lacks key, type or the bounds of the type"},
		{"U22", "a required configuration value has a default"},
		{"U23", "a numbered handle for anything but a protocol, or together with a path"},
		{"U24", "a dictionary is used without its feature"},

		{"X1", "an expose names no capability or several types"},
		{"X2", "a capability is exposed from self but not declared"},
		{"X3", "a right is exposed twice"},
		{"X4", "a subdirectory is exposed to the framework"},
		{"X5", "an event stream is exposed from self, to the framework, several under one name, or with an unknown scope"},
		{"X6", "an event stream is exposed from a dictionary"},
		{"X7", "an expose from a dictionary that is neither in self nor in a child"},
		{"X8", "a dictionary of self is exposed from but not declared"},
		{"X9", "several capabilities are exposed under one name"},
		{"X10", "two exposes have the same target"},

		{"O1", "an offer names no capability or several types"},
		{"O2", "a name is offered to all twice"},
		{"O3", "a capability is offered from self but not declared"},
		{"O4", "an event stream is offered from self, several under one name, or with an unknown scope"},
		{"O5", "a right is offered twice"},
		{"O6", "storage is offered from a child"},
		{"O7", "storage or an event stream is offered from a dictionary, or the dictionary of self is not declared"},
		{"O8", "a dependency for a type that is always strong"},
		{"O9", "several capabilities are offered under one name"},
		{"O10", "the target of an offer is unknown"},
		{"O11", "the target of an offer is its source"},
		{"O12", "storage is offered to the child that backs it"},
		{"O13", "an offer to a dictionary of self that is not declared, is filled by the program, or cannot hold the type"},
		{"O14", "two offers put the same name at one target"},
		{"O15", "a child is offered from another source what all are offered"},
		{"O16", "a child is offered something else under a name that is offered to all"},
		{"O18", "anything but protocols and dictionaries is offered to all"},

		{"S1", "several sources for anything but services"},
		{"S2", "the source of a route is unknown"},
		{"S3", "a route from void that is not optional"},
		{"S4", "a route whose source may be missing, and is, but is not optional"},
		{"S5", "a dictionary of an unknown child is a source"},
		{"S6", "a dictionary of self is a debug source but not declared"},

		{"E1", "an environment that extends nothing without a stop timeout"},
		{"E2", "two runners of an environment have one name"},
		{"E3", "a runner or resolver of an environment from self is not declared"},
		{"E4", "a runner or resolver of an environment comes from an unknown child"},
		{"E5", "two resolvers of an environment have one scheme"},
		{"E6", "a debug protocol is not declared, repeated, or several have one name"},
		{"E7", "a child or collection names an unknown environment"},

		{"K1", "an empty section config"},
		{"K2", "an optional configuration value without default and without the section config"},
		{"K3", "an optional configuration value without default and without an entry"},
		{"K4", "an optional configuration value whose type differs from its entry"},

		{"R1", "a program with two runners"},
		{"R2", "a program without a runner"},
		{cycleRule, "strong dependencies form a cycle"},

		{"M1", "a protocol that the build demands is not offered"},
		{"M2", "a dictionary that the build demands is not offered"},
		{"M3", "a protocol that the build demands is not used"},

		{"F1", "the facet of a test is not an object"},
		{"F2", "the facet of a test has a type although the build sets it"},
		{"F3", "non-hermetic packages without their feature"},
		{"F4", "the feature for non-hermetic packages without such packages"},

		{"D3", "the parts of one service differ in availability or name"},
		{"D4", "an event stream is used from the framework"},
		{"D6", "storage is offered from the framework"},
		{"D9", "two runners are used"},
		{"D11", "a configuration value does not fit its type"},

		{"T1", "a value of program or facets that cannot be compiled"},
		{"T3", "a configuration value without type or value"},
		{"T4", "an event stream is declared"},
		{"T5", "an event stream is exposed"},
		{"T6", "a debug protocol comes from a dictionary"},

		{"W1", "a field that means nothing for the type (warning)"},
		{"W2", "a reference that means a capability although a child has that name (warning)"},
	}
}
