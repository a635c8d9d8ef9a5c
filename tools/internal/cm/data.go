package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Data is a fuchsia.data/Dictionary: the free-form content of a program, of facets or of an event stream's filter. Its
// bounds are the only ones that are part of the format's promise to its readers, so they are checked.
type Data struct {
	Entries []DataEntry `fidl:"1,entries" max:"1024"`
}

// DataEntry is one key of a Data.
type DataEntry struct {
	Key   string    `fidl:"key" max:"1024"`
	Value DataValue `fidl:"value,optional"` // nil is null
}

// DataValue is a DataStr, DataStrVec or DataObjVec.
type DataValue interface{ isDataValue() }

type (
	// DataStr is a string.
	DataStr string
	// DataStrVec is a list of strings.
	DataStrVec []string
	// DataObjVec is a list of nested dictionaries.
	DataObjVec []Data
)

func (DataStr) isDataValue()    {}
func (DataStrVec) isDataValue() {}
func (DataObjVec) isDataValue() {}

func dataValues() fidl.Decl {
	return fidl.Union[DataValue](
		fidl.Variant[DataStr](1, "str", 32768),
		fidl.Variant[DataStrVec](2, "str_vec", 1024, 32768),
		fidl.Variant[DataObjVec](3, "obj_vec", 1024),
	)
}
