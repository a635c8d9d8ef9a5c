package cm

// Component is a whole declaration. A list that is nil is absent; one that is empty, but not nil, is present.
type Component struct {
	Program      *Program      `fidl:"1,program"`
	Uses         []Use         `fidl:"2,uses"`
	Exposes      []Expose      `fidl:"3,exposes"`
	Offers       []Offer       `fidl:"4,offers"`
	Capabilities []Capability  `fidl:"5,capabilities"`
	Children     []Child       `fidl:"6,children"`
	Collections  []Collection  `fidl:"7,collections"`
	Environments []Environment `fidl:"8,environments"`
	Facets       *Data         `fidl:"9,facets"`
	Config       *ConfigSchema `fidl:"10,config"`
	DebugInfo    *DebugInfo    `fidl:"11,debug_info"`
}

// Program is what the component's runner starts.
type Program struct {
	Runner *string `fidl:"1,runner"`
	Info   *Data   `fidl:"2,info"`
}

// DebugInfo tells where a declaration comes from.
type DebugInfo struct {
	ManifestSources []string `fidl:"1,manifest_sources"`
}
