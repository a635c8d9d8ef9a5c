package cml

// configTypes are the types of configuration values, elementTypes those that
// elements of a vector can have.
var (
	configTypes = []string{
		"bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "string", "vector",
	}
	elementTypes = []string{
		"bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "string",
	}
)

var configTable = &table[ConfigEntry]{
	Object: Object{
		Name: "a config entry",
		Doc:  "A configuration value that the program reads.",
	},
	fields: []field[ConfigEntry]{
		{
			Field: Field{Name: "type", Form: FormEnum, Values: configTypes, Required: true, Doc: "The type of the value."},
			at:    func(e *ConfigEntry) any { return &e.Type.Name },
		},
		maxSizeField(entryMaxSize, nil),
		maxCountField(entryMaxCount, nil),
		elementField(entryElement, nil),
		{
			Field: Field{
				Name: "mutability", Form: FormEnum, Values: []string{"parent"}, List: Many,
				Default: "nobody", Doc: "Who may replace the value when the component is created.",
			},
			at: func(e *ConfigEntry) any { return &e.Mutability },
		},
	},
}

var elementTable = &table[ConfigType]{
	Object: Object{
		Name: "a vector element",
		Doc:  "The type of the elements of a vector.",
	},
	fields: []field[ConfigType]{
		{
			Field: Field{Name: "type", Form: FormEnum, Values: elementTypes, Required: true, Doc: "The type of the elements."},
			at:    func(t *ConfigType) any { return &t.Name },
		},
		maxSizeField(elementMaxSize, nil),
	},
}

func entryMaxSize(e *ConfigEntry) any  { return &e.Type.MaxSize }
func entryMaxCount(e *ConfigEntry) any { return &e.Type.MaxCount }
func entryElement(e *ConfigEntry) any  { return &e.Type.Element }
func elementMaxSize(t *ConfigType) any { return &t.MaxSize }

// A clause need not have a configuration type yet: clauseTypeName and the like
// return nil pointers then, and openConfigType makes one.

func openConfigType(c *Clause) {
	if c.ConfigType == nil {
		c.ConfigType = &ConfigType{}
	}
}

func clauseTypeName(c *Clause) any {
	if c.ConfigType == nil {
		return (*Str)(nil)
	}
	return &c.ConfigType.Name
}

func clauseMaxSize(c *Clause) any {
	if c.ConfigType == nil {
		return (**Int)(nil)
	}
	return &c.ConfigType.MaxSize
}

func clauseMaxCount(c *Clause) any {
	if c.ConfigType == nil {
		return (**Int)(nil)
	}
	return &c.ConfigType.MaxCount
}

func clauseElement(c *Clause) any {
	if c.ConfigType == nil {
		return (**ConfigType)(nil)
	}
	return &c.ConfigType.Element
}

// configTypeField describes the type of a config capability or use.
func configTypeField(doc string, requiredFor ...CapabilityType) field[Clause] {
	return field[Clause]{
		Field: Field{
			Name: "type", Form: FormEnum, Values: configTypes, Types: []CapabilityType{TypeConfig}, RequiredFor: requiredFor,
			Doc: doc,
		},
		at:   clauseTypeName,
		open: openConfigType,
	}
}

// maxSizeField describes the bound of a string.
func maxSizeField[T any](at func(*T) any, open func(*T), types ...CapabilityType) field[T] {
	return field[T]{
		Field: Field{
			Name: "max_size", Form: FormInteger, Min: 1, Max: 1<<32 - 1, Types: types, Bound: "string",
			Doc: "The most bytes that a string has.",
		},
		at: at, open: open,
	}
}

// maxCountField describes the bound of a vector.
func maxCountField[T any](at func(*T) any, open func(*T), types ...CapabilityType) field[T] {
	return field[T]{
		Field: Field{
			Name: "max_count", Form: FormInteger, Min: 1, Max: 1<<32 - 1, Types: types, Bound: "vector",
			Doc: "The most elements that a vector has.",
		},
		at: at, open: open,
	}
}

// elementField describes the elements of a vector.
func elementField[T any](at func(*T) any, open func(*T), types ...CapabilityType) field[T] {
	return field[T]{
		Field: Field{
			Name: "element", Form: FormObject, Object: "a vector element", Types: types, Bound: "vector",
			Doc: "The type of the elements.",
		},
		at: at, open: open,
	}
}
