package cml

// configTypes are the types of configuration values.
var configTypes = []string{
	"bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "string", "vector",
}

var configTable = &table[ConfigEntry]{
	Object: Object{
		Name: "a config entry",
		Doc:  "A configuration value that the program reads.",
	},
	list: func() []field[ConfigEntry] {
		return []field[ConfigEntry]{
			{
				Field: Field{Name: "type", Form: FormEnum, Values: configTypes, Required: true, Doc: "The type of the value."},
				at:    func(e *ConfigEntry) any { return &e.Type.Name },
			},
			maxSizeField(entryConfigType),
			maxCountField(entryConfigType),
			elementField(entryConfigType),
			{
				Field: Field{
					Name: "mutability", Form: FormEnum, Values: []string{"parent"}, List: Many,
					Default: "nobody", Doc: "Who may replace the value when the component is created.",
				},
				at: func(e *ConfigEntry) any { return &e.Mutability },
			},
		}
	},
}

var elementTable = &table[ConfigType]{
	Object: Object{
		Name: "a vector element",
		Doc:  "The type of the elements of a vector.",
	},
	list: func() []field[ConfigType] {
		return []field[ConfigType]{
			{
				Field: Field{Name: "type", Form: FormEnum, Values: configTypes[:len(configTypes)-1], Required: true, Doc: "The type of the elements."},
				at:    func(t *ConfigType) any { return &t.Name },
			},
			maxSizeField(func(t *ConfigType) **ConfigType { return &t }),
		}
	},
}

// clauseConfigType is where a clause keeps a configuration type.
func clauseConfigType(c *Clause) **ConfigType { return &c.ConfigType }

// entryConfigType is where a config entry keeps its type.
func entryConfigType(e *ConfigEntry) **ConfigType {
	t := &e.Type
	return &t
}

// configTypeField describes the type of a config capability or use.
func configTypeField(doc string, requiredFor ...CapabilityType) field[Clause] {
	return inConfigType(clauseConfigType,
		Field{Name: "type", Form: FormEnum, Values: configTypes, Types: []CapabilityType{TypeConfig}, RequiredFor: requiredFor, Doc: doc},
		func(t *ConfigType) any { return &t.Name }, (*Str)(nil))
}

// maxSizeField describes the bound of a string.
func maxSizeField[T any](in func(*T) **ConfigType, types ...CapabilityType) field[T] {
	return inConfigType(in,
		Field{
			Name: "max_size", Form: FormInteger, Min: 1, Max: 1<<32 - 1, Types: types, Bound: "string",
			Doc: "The most bytes that a string has.",
		},
		func(t *ConfigType) any { return &t.MaxSize }, (**Int)(nil))
}

// maxCountField describes the bound of a vector.
func maxCountField[T any](in func(*T) **ConfigType, types ...CapabilityType) field[T] {
	return inConfigType(in,
		Field{
			Name: "max_count", Form: FormInteger, Min: 1, Max: 1<<32 - 1, Types: types, Bound: "vector",
			Doc: "The most elements that a vector has.",
		},
		func(t *ConfigType) any { return &t.MaxCount }, (**Int)(nil))
}

// elementField describes the elements of a vector.
func elementField[T any](in func(*T) **ConfigType, types ...CapabilityType) field[T] {
	return inConfigType(in,
		Field{
			Name: "element", Form: FormObject, Object: "a vector element", Types: types, Bound: "vector",
			Doc: "The type of the elements.",
		},
		func(t *ConfigType) any { return &t.Element }, (**ConfigType)(nil))
}

// inConfigType binds a field to a configuration type that need not be there
// yet; absent is what at returns then.
func inConfigType[T any](in func(*T) **ConfigType, f Field, at func(*ConfigType) any, absent any) field[T] {
	return field[T]{
		Field: f,
		at: func(o *T) any {
			if t := *in(o); t != nil {
				return at(t)
			}
			return absent
		},
		open: func(o *T) {
			if t := in(o); *t == nil {
				*t = &ConfigType{}
			}
		},
	}
}
