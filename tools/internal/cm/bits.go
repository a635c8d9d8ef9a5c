package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// ConfigMutability says who may change a configuration field.
type ConfigMutability uint32

// MutableByParent lets the parent change a field.
const MutableByParent ConfigMutability = 1

func configMutabilities() fidl.Decl {
	return fidl.Bits(
		fidl.Value("parent", MutableByParent),
	)
}

// Operations (of fuchsia.io) are the rights to a directory.
type Operations uint64

// Rights.
const (
	Connect Operations = 1 << iota
	ReadBytes
	WriteBytes
	Execute
	GetAttributes
	UpdateAttributes
	Enumerate
	Traverse
	ModifyDirectory
)

func operations() fidl.Decl {
	return fidl.Bits(
		fidl.Value("connect", Connect),
		fidl.Value("read_bytes", ReadBytes),
		fidl.Value("write_bytes", WriteBytes),
		fidl.Value("execute", Execute),
		fidl.Value("get_attributes", GetAttributes),
		fidl.Value("update_attributes", UpdateAttributes),
		fidl.Value("enumerate", Enumerate),
		fidl.Value("traverse", Traverse),
		fidl.Value("modify_directory", ModifyDirectory),
	)
}
