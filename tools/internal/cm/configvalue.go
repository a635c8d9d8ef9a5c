package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// ConfigValue is a Single or a Vector.
type ConfigValue interface{ isConfigValue() }

type (
	// Single is a value that is no vector: Single{Value: Uint8(7)}.
	Single struct {
		Value ConfigSingleValue `fidl:",payload"`
	}
	// Vector is a value that is a vector: Vector{Value: Uint8Vector{7, 8}}.
	Vector struct {
		Value ConfigVectorValue `fidl:",payload"`
	}
)

func (Single) isConfigValue() {}
func (Vector) isConfigValue() {}

func configValues() fidl.Decl {
	return fidl.Union[ConfigValue](
		fidl.Variant[Single](1, "single"),
		fidl.Variant[Vector](2, "vector"),
	)
}

// ConfigSingleValue is one of Bool, Uint8 to Uint64, Int8 to Int64, and String.
type ConfigSingleValue interface{ isConfigSingleValue() }

type (
	// Bool is a configuration value.
	Bool bool
	// Uint8 is a configuration value.
	Uint8 uint8
	// Uint16 is a configuration value.
	Uint16 uint16
	// Uint32 is a configuration value.
	Uint32 uint32
	// Uint64 is a configuration value.
	Uint64 uint64
	// Int8 is a configuration value.
	Int8 int8
	// Int16 is a configuration value.
	Int16 int16
	// Int32 is a configuration value.
	Int32 int32
	// Int64 is a configuration value.
	Int64 int64
	// String is a configuration value.
	String string
)

func (Bool) isConfigSingleValue()   {}
func (Uint8) isConfigSingleValue()  {}
func (Uint16) isConfigSingleValue() {}
func (Uint32) isConfigSingleValue() {}
func (Uint64) isConfigSingleValue() {}
func (Int8) isConfigSingleValue()   {}
func (Int16) isConfigSingleValue()  {}
func (Int32) isConfigSingleValue()  {}
func (Int64) isConfigSingleValue()  {}
func (String) isConfigSingleValue() {}

func configSingleValues() fidl.Decl {
	return fidl.Union[ConfigSingleValue](
		fidl.Variant[Bool](1, "bool"),
		fidl.Variant[Uint8](2, "uint8"),
		fidl.Variant[Uint16](3, "uint16"),
		fidl.Variant[Uint32](4, "uint32"),
		fidl.Variant[Uint64](5, "uint64"),
		fidl.Variant[Int8](6, "int8"),
		fidl.Variant[Int16](7, "int16"),
		fidl.Variant[Int32](8, "int32"),
		fidl.Variant[Int64](9, "int64"),
		fidl.Variant[String](10, "string"),
	)
}

// ConfigVectorValue is one of BoolVector, Uint8Vector to Uint64Vector, Int8Vector to Int64Vector, and StringVector.
type ConfigVectorValue interface{ isConfigVectorValue() }

type (
	// BoolVector is a configuration value.
	BoolVector []bool
	// Uint8Vector is a configuration value.
	Uint8Vector []uint8
	// Uint16Vector is a configuration value.
	Uint16Vector []uint16
	// Uint32Vector is a configuration value.
	Uint32Vector []uint32
	// Uint64Vector is a configuration value.
	Uint64Vector []uint64
	// Int8Vector is a configuration value.
	Int8Vector []int8
	// Int16Vector is a configuration value.
	Int16Vector []int16
	// Int32Vector is a configuration value.
	Int32Vector []int32
	// Int64Vector is a configuration value.
	Int64Vector []int64
	// StringVector is a configuration value.
	StringVector []string
)

func (BoolVector) isConfigVectorValue()   {}
func (Uint8Vector) isConfigVectorValue()  {}
func (Uint16Vector) isConfigVectorValue() {}
func (Uint32Vector) isConfigVectorValue() {}
func (Uint64Vector) isConfigVectorValue() {}
func (Int8Vector) isConfigVectorValue()   {}
func (Int16Vector) isConfigVectorValue()  {}
func (Int32Vector) isConfigVectorValue()  {}
func (Int64Vector) isConfigVectorValue()  {}
func (StringVector) isConfigVectorValue() {}

func configVectorValues() fidl.Decl {
	return fidl.Union[ConfigVectorValue](
		fidl.Variant[BoolVector](1, "bool_vector"),
		fidl.Variant[Uint8Vector](2, "uint8_vector"),
		fidl.Variant[Uint16Vector](3, "uint16_vector"),
		fidl.Variant[Uint32Vector](4, "uint32_vector"),
		fidl.Variant[Uint64Vector](5, "uint64_vector"),
		fidl.Variant[Int8Vector](6, "int8_vector"),
		fidl.Variant[Int16Vector](7, "int16_vector"),
		fidl.Variant[Int32Vector](8, "int32_vector"),
		fidl.Variant[Int64Vector](9, "int64_vector"),
		fidl.Variant[StringVector](10, "string_vector"),
	)
}
