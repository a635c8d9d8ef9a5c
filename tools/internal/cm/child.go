package cm

// Child is a child that exists from the start.
type Child struct {
	Name            *string          `fidl:"1,name"`
	URL             *string          `fidl:"2,url"`
	Startup         *StartupMode     `fidl:"3,startup"`
	Environment     *string          `fidl:"4,environment"`
	OnTerminate     *OnTerminate     `fidl:"5,on_terminate"`
	ConfigOverrides []ConfigOverride `fidl:"6,config_overrides"`
}

// ConfigOverride replaces a configuration value of a child.
type ConfigOverride struct {
	Key   *string     `fidl:"1,key"`
	Value ConfigValue `fidl:"2,value"`
}

// Collection holds children that are created at run time.
type Collection struct {
	Name              *string        `fidl:"1,name"`
	Durability        *Durability    `fidl:"2,durability"`
	Environment       *string        `fidl:"3,environment"`
	AllowedOffers     *AllowedOffers `fidl:"4,allowed_offers"`
	AllowLongNames    *bool          `fidl:"5,allow_long_names"`
	PersistentStorage *bool          `fidl:"6,persistent_storage"`
}
