package element

import (
	"slices"
	"sync"
)

// ManifestSchema is the name of the schema of meta/manifest.json.
const ManifestSchema = "manifest"

// schema is the shape of a metadata file, by part type.
type schema struct {
	name, doc string
	shape     *shape
}

// schemas returns the table. It is made when it is first needed.
var schemas = sync.OnceValue(func() map[string]*schema {
	table := map[string]*schema{}
	for _, s := range []*schema{
		manifestSchema(), dataSchema(), documentationSchema(), hostToolSchema(), companionSchema(), ffxToolSchema(),
		fidlSchema(), bindSchema(), dartSchema(), ccSourceSchema(), ccPrebuiltSchema(), loadableModuleSchema(),
		sysrootSchema(), packageSchema(), pythonTestSchema(), versionHistorySchema(),
	} {
		table[s.name] = s
	}
	return table
})

// The shapes that several files share.
func anyText() *shape   { return &shape{is: text} }
func filePath() *shape  { return &shape{is: file} }
func folder() *shape    { return &shape{is: directory} }
func yesOrNo() *shape   { return &shape{is: boolean} }
func apiLevel() *shape  { return &shape{is: level} }
func targetCPU() *shape { return oneOf(targetCPUs()...) }

// targetCPUs returns the CPUs in the order in which messages list them.
func targetCPUs() []string { return slices.Sorted(slices.Values(TargetCPUs())) }

// element returns the schema of an element file: its name, its type, and what
// its kind adds.
func element(kind Kind, doc string, fields ...field) *schema {
	head := []field{
		must("name", anyText(), "The name of the element."),
		must("type", oneOf(string(kind)), "The kind of the element."),
	}
	return &schema{name: kind.PartType(), doc: doc, shape: objectOf(append(head, fields...)...)}
}

func root() field { return must("root", folder(), "The directory of the element.") }

func manifestSchema() *schema {
	return &schema{ManifestSchema, "The list of all elements of an IDK: meta/manifest.json.", objectOf(
		must("arch", objectOf(
			must("host", anyText(), "The triple of the machines that the tools run on."),
			must("target", listOf(targetCPU()), "The CPUs that the libraries are built for."),
		), "What the IDK is for."),
		must("id", anyText(), "The version. It is opaque."),
		must("parts", some(objectOf(
			must("meta", filePath(), "The element file."),
			may("stable", yesOrNo(), "Whether compatibility is promised."),
			must("type", anyText(), "The name of the element file's schema."),
		)), "The elements."),
		must("root", anyText(), "The root of the IDK, relative to this file's directory."),
		must("schema_version", anyText(), "The version of all schemas. It is opaque."),
	)}
}

func dataSchema() *schema {
	s := element(ComponentManifest, "Component manifest shards, a configuration file, or a license.",
		must("data", some(filePath()), "The files."))
	words := []string{}
	for _, k := range DataKinds() {
		words = append(words, string(k))
	}
	s.shape.field("type").shape = oneOf(words...)
	return s
}

func documentationSchema() *schema {
	return element(Documentation, "A set of documents.",
		must("docs", some(filePath()), "The documents."))
}

func hostToolSchema() *schema {
	s := element(HostTool, "A program that runs on the host.", root(),
		may("files", listOf(filePath()), "The files, the executable first."),
		may("target_files", recordOf(listOf(filePath()), "arm64", "x64"), "The files by target CPU."))
	s.shape.anyOf = []string{"files", "target_files"}
	targets := s.shape.field("target_files").shape
	targets.least, targets.most = 1, 2
	return s
}

func companionSchema() *schema {
	return element(CompanionHostTool, "A program of somebody else that runs on the host.", root(),
		must("files", some(filePath()), "The files, the executable first."),
		may("target_files", recordOf(listOf(filePath()), "arm64", "x64"), "The files by target CPU."))
}

func ffxToolSchema() *schema {
	files := func() *shape {
		s := recordOf(listOf(filePath()))
		s.is = object
		s.open = true
		s.fields = []field{
			may("executable", filePath(), "The program."),
			may("executable_metadata", filePath(), "What ffx needs to know about it."),
		}
		return s
	}
	s := element(FFXTool, "A plug-in of ffx.", root(),
		may("files", files(), "The files."),
		may("target_files", recordOf(files(), "arm64", "x64"), "The files by target CPU."))
	s.shape.anyOf = []string{"files", "target_files"}
	return s
}

func stable() field { return must("stable", yesOrNo(), "Whether compatibility is promised.") }

func names() *shape { return listOf(anyText()) }

func fidlSchema() *schema {
	return element(FIDLLibrary, "A FIDL library.", root(), stable(),
		must("sources", some(filePath()), "The FIDL files."),
		must("deps", names(), "The FIDL libraries that it uses."))
}

func bindSchema() *schema {
	return element(BindLibrary, "A bind library.", root(),
		must("sources", listOf(filePath()), "The bind files."),
		must("deps", names(), "The bind libraries that it uses."))
}

func dartSchema() *schema {
	return element(DartLibrary, "A Dart library.", root(),
		must("sources", listOf(filePath()), "The Dart files."),
		must("deps", names(), "The Dart libraries that it uses."),
		must("fidl_deps", names(), "The FIDL libraries that it uses."),
		must("third_party_deps", listOf(objectOf(
			must("name", anyText(), "The name of the package."),
			must("version", anyText(), "Its version."),
		)), "The packages of others that it uses."),
		may("dart_library_null_safe", yesOrNo(), "Whether the library is null safe."))
}

func ccSourceSchema() *schema {
	binding := oneOf("cpp", "cpp_common", "cpp_driver", "cpp_driver_wire", "cpp_hlcpp_conversion", "cpp_natural_ostream",
		"cpp_natural_types", "cpp_type_conversions", "cpp_wire", "cpp_wire_testing", "cpp_wire_types", "hlcpp")
	return element(CCSourceLibrary, "A C or C++ library as source code.", root(), stable(),
		must("include_dir", folder(), "The directory that the compiler searches for headers."),
		must("headers", some(filePath()), "The public headers."),
		must("sources", listOf(filePath()), "The other files."),
		must("deps", names(), "The C++ libraries that it uses."),
		must("bind_deps", names(), "The bind libraries that it uses."),
		may("fidl_binding_deps", listOf(objectOf(
			must("binding_type", binding, "The flavor of the bindings."),
			must("deps", names(), "The FIDL libraries."),
		)), "The FIDL libraries that it uses."))
}

func ccPrebuiltSchema() *schema {
	return element(CCPrebuiltLibrary, "A compiled C or C++ library.", root(),
		must("format", oneOf("shared", "static"), "How it is linked."),
		must("include_dir", folder(), "The directory that the compiler searches for headers."),
		must("headers", listOf(filePath()), "The public headers."),
		must("deps", names(), "The C++ libraries that it uses."),
		may("ifs", &shape{is: sibling}, "The text that describes its ABI."),
		may("binaries", recordOf(objectOf(
			must("link", filePath(), "What programs are linked with."),
			may("dist", filePath(), "What packages contain."),
			may("dist_path", anyText(), "Where packages contain it."),
			may("debug", filePath(), "The library with symbols."),
		), targetCPUs()...), "The library at no numbered API level, by CPU."),
		may("variants", listOf(objectOf(
			constraints(),
			must("values", objectOf(
				must("link_lib", filePath(), "What programs are linked with."),
				may("dist_lib", filePath(), "What packages contain."),
				may("dist_lib_dest", anyText(), "Where packages contain it."),
				may("debug", filePath(), "The library with symbols."),
				may("ifs", filePath(), "The text that describes its ABI."),
			), "The files."),
		)), "The library at API levels."))
}

func constraints() field {
	return must("constraints", objectOf(
		must("api_level", apiLevel(), "The API level."),
		must("arch", targetCPU(), "The CPU."),
	), "What the variant is for.")
}

func loadableModuleSchema() *schema {
	return element(LoadableModule, "Binaries that are loaded at run time.", root(),
		must("binaries", recordOf(listOf(filePath()), targetCPUs()...), "The binaries by CPU."),
		must("resources", listOf(filePath()), "Files that go with them."))
}

func sysrootSchema() *schema {
	files := func(rest ...field) *shape {
		return objectOf(append([]field{
			must("root", folder(), "The directory of this sysroot."),
			must("include_dir", folder(), "The directory that the compiler searches for headers."),
			must("headers", listOf(filePath()), "The headers."),
			must("link_libs", listOf(filePath()), "What programs are linked with."),
			must("dist_libs", listOf(filePath()), "What packages contain."),
			must("debug_libs", listOf(filePath()), "The libraries with symbols."),
		}, rest...)...)
	}
	return element(Sysroot, "The C library and the kernel's interface.",
		may("ifs_files", listOf(&shape{is: sibling}), "Texts that describe ABIs."),
		may("versions", recordOf(files(
			must("dist_dir", folder(), "The directory of what packages contain."),
		), targetCPUs()...), "The files at no numbered API level, by CPU."),
		may("variants", listOf(objectOf(
			constraints(),
			must("values", files(
				may("sysroot_dir", folder(), "The directory for linking."),
			), "The files."),
		)), "The files at API levels."))
}

func packageSchema() *schema {
	return element(Package, "A Fuchsia package.",
		must("variants", listOf(objectOf(
			must("api_level", apiLevel(), "The API level."),
			must("arch", targetCPU(), "The CPU."),
			must("manifest_file", filePath(), "The manifest of the package."),
			must("files", listOf(filePath()), "The manifest, those of subpackages, and all blobs."),
		)), "The package at API levels."))
}

func pythonTestSchema() *schema {
	return element(PythonE2ETest, "A test that runs on the host and drives a device.", root(),
		must("files", some(filePath()), "The files, in a directory per API level."))
}

// VersionHistoryID is what a version history says its schema is.
const VersionHistoryID = "https://fuchsia.dev/schema/version_history.json"

func versionHistorySchema() *schema {
	entry := func() *shape {
		s := objectOf(
			must("abi_revision", &shape{is: text, like: abiRevision}, "The number that stands for the level in packages."),
			may("as_u32", &shape{is: integer}, "The number that stands for a special level in code."),
			may("phase", anyText(), "Where the level is in its life."),
			may("status", anyText(), "What older files have for phase."),
		)
		s.open = true
		return s
	}
	return &schema{string(VersionHistory), "The API levels that the platform knows.", objectOf(
		must("schema_id", oneOf(VersionHistoryID), "The schema of data."),
		must("data", objectOf(
			must("name", anyText(), "A title."),
			must("type", oneOf(string(VersionHistory)), "The kind of the element."),
			must("api_levels", recordOf(entry()), "The numbered levels."),
			must("special_api_levels", recordOf(entry()), "The levels that have no number yet."),
		), "The levels."),
	)}
}
