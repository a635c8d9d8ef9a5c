"""The macro `sdk_atom` and its rule."""

load("//rules/private:atom_macro.bzl", "declare_atom")
load("//rules/private/common:atom.bzl", "make_atom")
load("//rules/private/common:package_contents.bzl", "resource_entries")
load("//rules/private/common:sdk_attrs.bzl", "ATOM_ATTRS", "ATOM_GOLDEN_ATTRS", "HOST_CPU_ATTRS", "atom_deps", "with_host_cpu")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_atom_impl(ctx):
    return make_atom(
        ctx,
        id = with_host_cpu(ctx, ctx.attr.id),
        type = ctx.attr.type,
        data_type = ctx.attr.data_type,
        meta_dest = with_host_cpu(ctx, ctx.attr.meta_dest),
        name = ctx.attr.idk_name,
        meta = with_host_cpu(ctx, ctx.attr.meta),
        meta_file = ctx.file.meta_src,
        files = _entries(ctx, "files"),
        deps = ctx.attr.deps,
        stable = ctx.attr.stable,
        api_contents = _entries(ctx, "api_contents"),
        api_exempt = ctx.attr.api_exempt,
    )

def _entries(ctx, attribute):
    return [
        struct(dest = with_host_cpu(ctx, e.dest), file = e.file)
        for e in resource_entries(ctx, getattr(ctx.attr, attribute), attribute)
    ]

sdk_atom_rule = rule(
    implementation = _sdk_atom_impl,
    doc = "The rule of the macro `sdk_atom`.",
    attrs = ATOM_ATTRS | ATOM_GOLDEN_ATTRS | HOST_CPU_ATTRS | {
        "api_contents": attr.label_keyed_string_dict(
            doc = "The files that make up the API, and where they are in the IDK. Left out: none.",
            allow_files = True,
        ),
        "api_exempt": attr.string(
            doc = "Why there is no API golden. Left out: there is one, or none is needed.",
        ),
        "data_type": attr.string(
            doc = "For the type `data`, the kind of data. Left out: what `meta` says.",
            values = ["", "component_manifest", "config", "license"],
        ),
        "deps": atom_deps("The atoms that this one does not work without. Left out: none."),
        "files": attr.label_keyed_string_dict(
            doc = "The files of the atom, and where they are in the IDK. Left out: none.",
            allow_files = True,
        ),
        "id": attr.string(
            doc = "`sdk://` and a path that no other atom has. Mandatory.",
            mandatory = True,
        ),
        "idk_name": attr.string(
            doc = "The name of the element in the IDK. Left out: what `meta` says.",
        ),
        "meta": attr.string(
            doc = "The element file, as JSON. Left out: it follows from the rest, or `meta_src`.",
        ),
        "meta_dest": attr.string(
            doc = "Where the element file is in the IDK. Mandatory.",
            mandatory = True,
        ),
        "meta_src": attr.label(
            doc = "The element file. Left out: it follows from the rest, or `meta`.",
            allow_single_file = [".json"],
        ),
        "stable": attr.bool(
            doc = "Whether compatibility is promised. Left out: `True`.",
            default = True,
        ),
        "type": attr.string(
            doc = "The type of the part in the IDK. Mandatory.",
            mandatory = True,
        ),
    },
    provides = [AtomInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)

def sdk_atom(*, name, id, type, category, meta_dest, api = None, api_exempt = None, **kwargs):
    """An atom: one thing that an IDK can have.

    ```starlark
    load("@rules_idk//rules:sdk.bzl", "sdk_atom")

    sdk_atom(
        name = "logger_idk",
        id = "sdk://fidl/fuchsia.logger",
        api = "fuchsia.logger.api",
        api_contents = {"logger.fidl": "fidl/fuchsia.logger/logger.fidl"},
        area = "Diagnostics",
        category = "partner",
        files = {"logger.fidl": "fidl/fuchsia.logger/logger.fidl"},
        idk_name = "fuchsia.logger",
        meta_dest = "fidl/fuchsia.logger/meta.json",
        type = "fidl_library",
    )
    ```

    For shards, documentation, configuration, host tools and host tests there are macros and rules
    that know all this: `sdk_shards`, `sdk_documentation`, `sdk_config`, `sdk_host_tool`,
    `sdk_test_bundle`.

    In `id`, `meta`, `meta_dest` and the destinations of files, `{host_cpu}` is the CPU that programs
    are built for: `x64`, `arm64` or `riscv64`.

    *Outputs:* `<name>.atom.json`, a description for other targets. With `api`, also
    `<name>_api.api` in the output group `api`, the test `<name>_api_test`, and `<name>_api_update`:
    `bazel run //pkg:<name>_api_update` writes the golden. *Providers:* AtomInfo, MoleculeInfo.

    Args:
      name: The name of the target.
      id: `sdk://` and a path that no other atom has.
      type: The type of the part in the IDK, such as `fidl_library` or `data`.
      category: How public the atom is: `internal`, `compat_test`, `host_tool`, `prebuilt`, `partner`
        or `public`. It may depend on atoms that are as public or more; `partner` and `public` are in
        IDKs.
      meta_dest: Where the element file is in the IDK.
      api: The API golden, a file of this package or a label: the checksums of `api_contents`, which a
        reviewer has to agree with. It need not be there yet. Left out: none.
      api_exempt: The reason to have none, where one is asked for.
      **kwargs: `api_contents`, `area`, `data_type`, `deps`, `files`, `idk_name`, `meta`, `meta_src`,
        `stable`, and what all rules have. `files` and `api_contents` are dicts from labels to places
        in the IDK; `meta` is the element file as JSON, `meta_src` the file itself, and without both it
        is made of `type`, `idk_name` and `files` where that is enough.
    """
    declare_atom(
        sdk_atom_rule,
        name = name,
        id = id,
        api = api,
        api_exempt = api_exempt,
        category = category,
        meta_dest = meta_dest,
        type = type,
        **kwargs
    )
