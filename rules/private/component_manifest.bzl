"""The rule `component_manifest`."""

load("//rules/private/common:actions.bzl", "compile_manifest", "include_manifest")
load("//rules/private/common:attrs.bzl", "COMPILE_SETTINGS_ATTRS", "STRICT_ATTRS", "compile_settings", "path_in_repository")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _component_manifest_impl(ctx):
    name = ctx.label.name
    component_name = ctx.attr.component_name or ctx.file.src.basename.removesuffix(".cml")
    config_package_path = "meta/{}.cvf".format(component_name)
    settings = compile_settings(ctx)
    shards = [d[ManifestShardInfo] for d in ctx.attr.deps]

    merged = ctx.actions.declare_file(name + ".cml")
    provenance = ctx.actions.declare_file(name + ".provenance.json")
    include_manifest(
        ctx,
        root = struct(
            label = canonical_label(ctx.label),
            file = ctx.file.src,
            deps = [canonical_label(s.label) for s in shards],
        ),
        includes = depset(transitive = [s.transitive_shards for s in shards]),
        include_files = depset(transitive = [s.transitive_files for s in shards]),
        include_root = _include_root(ctx),
        settings = settings,
        out = merged,
        provenance = provenance,
    )

    compiled = ctx.actions.declare_file(name + ".cm")
    compile_manifest(
        ctx,
        manifest = merged,
        provenance = provenance,
        config_package_path = config_package_path,
        settings = settings,
        out = compiled,
    )

    return [
        DefaultInfo(files = depset([merged, compiled])),
        OutputGroupInfo(
            cm = depset([compiled]),
            cml = depset([merged]),
            provenance = depset([provenance]),
        ),
        ComponentManifestInfo(
            compiled_manifest = compiled,
            component_name = component_name,
            config_package_path = config_package_path,
            label = ctx.label,
            merged_manifest = merged,
            provenance = provenance,
        ),
    ]

def _include_root(ctx):
    if ctx.attr.include_root == "repository":
        return ""
    return path_in_repository(ctx.file.src).rpartition("/")[0]

component_manifest = rule(
    implementation = _component_manifest_impl,
    doc = """A component manifest with its includes resolved, validated and compiled.

```starlark
load("@rules_idk//rules:manifest.bzl", "component_manifest")

component_manifest(
    name = "session",
    src = "meta/session.cml",
    deps = ["//sdk/lib/syslog:client"],
)
```

Only the shards in `deps` can be included. A wrong manifest fails the build with the file, line
and column of every finding, and gives no `.cm`.

*Outputs:* `<name>.cml`, all includes resolved; `<name>.cm`, what a device reads.

*Output groups:* `cml`, `cm`, `provenance`. *Providers:* ComponentManifestInfo.
""",
    attrs = COMPILE_SETTINGS_ATTRS | STRICT_ATTRS | {
        "component_name": attr.string(
            doc = "The name of the component: its manifest is `meta/<component_name>.cm` in a " +
                  "package. Left out: the name of `src` without its extension.",
        ),
        "deps": attr.label_list(
            doc = "The shards that the manifest includes; nothing else can be included. " +
                  "Left out: none.",
            providers = [ManifestShardInfo],
        ),
        "include_root": attr.string(
            doc = "What `//` means in the `include` strings of `src`: `repository`, the root of the " +
                  "repository that owns it (RFC-0106), or `manifest_dir`, its own directory, as in " +
                  "the SDK's Bazel rules. Left out: `repository`.",
            default = "repository",
            values = ["repository", "manifest_dir"],
        ),
        "src": attr.label(
            doc = "The `.cml` manifest. Mandatory.",
            allow_single_file = [".cml"],
            mandatory = True,
        ),
    },
    provides = [ComponentManifestInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
