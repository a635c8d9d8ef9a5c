// Package fidl reads and writes values in FIDL wire format v2, driven by Go types.
//
// The Go types are the schema. A FIDL table is a struct whose fields carry an ordinal and a name, a FIDL struct is one
// whose fields carry a name alone:
//
//	type Program struct {
//		Runner *string `fidl:"1,runner"`
//		Info   *Data   `fidl:"2,info"`
//	}
//
//	type ChildRef struct {
//		Name       string  `fidl:"name"`
//		Collection *string `fidl:"collection,optional"`
//	}
//
// What is absent is nil: members of tables are pointers, slices or interfaces. A slice that is empty but not nil is
// present. Unions are interfaces, enums and bits are integer types; what Go cannot say about them is declared with
// [Union], [Enum] and [Bits] and given to [Compile].
//
// One schema serves four directions: the wire format (alone, or behind the persistence header of RFC-0120) and a JSON
// form that keeps every value, each both ways. The promises:
//
//   - A value has one encoding. What [Schema.Decode] accepts, [Schema.Encode] gives back byte for byte, except for table
//     members that the schema does not know; those are skipped, as the format demands, and listed.
//   - No input makes a reader panic, recurse without end or use memory out of proportion to the input.
//   - Errors name the member ("offers[3].protocol.source_name") and where it was found.
package fidl
