package element

import "slices"

// Kind is the type that an element file says it has.
type Kind string

// The kinds that exist.
const (
	BindLibrary       Kind = "bind_library"
	CCPrebuiltLibrary Kind = "cc_prebuilt_library"
	CCSourceLibrary   Kind = "cc_source_library"
	CompanionHostTool Kind = "companion_host_tool"
	ComponentManifest Kind = "component_manifest"
	Config            Kind = "config"
	DartLibrary       Kind = "dart_library"
	Documentation     Kind = "documentation"
	FFXTool           Kind = "ffx_tool"
	FIDLLibrary       Kind = "fidl_library"
	HostTool          Kind = "host_tool"
	License           Kind = "license"
	LoadableModule    Kind = "loadable_module"
	Package           Kind = "package"
	PythonE2ETest     Kind = "experimental_python_e2e_test"
	Sysroot           Kind = "sysroot"
	VersionHistory    Kind = "version_history"
)

// Data is the part type of several kinds: shards, configuration and licenses.
const Data = "data"

// DataKinds returns the kinds whose part type is Data, sorted.
func DataKinds() []Kind { return []Kind{ComponentManifest, Config, License} }

// PartType returns the type by which meta/manifest.json lists an element of this
// kind. It is the name of the kind's schema, too.
func (k Kind) PartType() string {
	if slices.Contains(DataKinds(), k) {
		return Data
	}
	return string(k)
}

// PartTypes returns all part types, sorted.
func PartTypes() []string {
	return []string{
		"bind_library", "cc_prebuilt_library", "cc_source_library", "companion_host_tool", "dart_library", "data",
		"documentation", "experimental_python_e2e_test", "ffx_tool", "fidl_library", "host_tool", "loadable_module",
		"package", "sysroot", "version_history",
	}
}

// Known reports whether this program knows the kind.
func (k Kind) Known() bool { return k != Data && slices.Contains(PartTypes(), k.PartType()) }

// HasStability reports whether elements of the kind say if they are stable. All
// others always are.
func (k Kind) HasStability() bool { return k == CCSourceLibrary || k == FIDLLibrary }

// IsTool reports whether the files of the kind are programs of the host.
func (k Kind) IsTool() bool { return k == HostTool || k == CompanionHostTool || k == FFXTool }
