"""The rule `component_manifest`."""

load("//rules/private:expect_includes_aspect.bzl", "expect_includes_aspect")
load("//rules/private/common:actions.bzl", "check_expected_includes", "compile_manifest", "include_manifest", "show_findings")
load("//rules/private/common:attrs.bzl", "COMPILE_SETTINGS_ATTRS", "STRICT_ATTRS", "compile_settings", "path_in_repository")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:expected_includes_info.bzl", "join_expected_includes")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _component_manifest_impl(ctx):
    name = ctx.label.name
    component_name = ctx.attr.component_name or ctx.file.src.basename.removesuffix(".cml")
    config_package_path = "meta/{}.cvf".format(component_name)
    settings = compile_settings(ctx)
    sources = _sources(ctx)

    merged = ctx.actions.declare_file(name + ".cml")
    provenance = ctx.actions.declare_file(name + ".provenance.json")
    include_manifest(
        ctx,
        root = sources.root,
        includes = sources.includes,
        include_files = sources.include_files,
        include_root = sources.include_root,
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
            _validation = depset(_validate(ctx, sources, settings)),
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

def _sources(ctx):
    """Returns the manifest and what it may include, as the actions want it."""
    shards = [d[ManifestShardInfo] for d in ctx.attr.deps]
    return struct(
        include_files = depset(transitive = [s.transitive_files for s in shards]),
        include_root = _include_root(ctx),
        includes = depset(transitive = [s.transitive_shards for s in shards], order = "postorder"),
        root = struct(
            label = canonical_label(ctx.label),
            file = ctx.file.src,
            deps = [canonical_label(s.label) for s in shards],
        ),
    )

def _validate(ctx, sources, settings):
    """Declares the check of what libraries demand; returns the files for `_validation`."""
    expected = join_expected_includes(ctx.label, ctx.attr.program)
    if not expected or not expected.shards or not ctx.attr.check_includes:
        return []
    findings = ctx.actions.declare_file(ctx.label.name + ".findings.json")
    check_expected_includes(
        ctx,
        root = sources.root,
        includes = depset(transitive = [sources.includes, expected.shards], order = "postorder"),
        include_files = depset(transitive = [sources.include_files, expected.shard_files]),
        include_root = sources.include_root,
        demands = expected.demands,
        settings = settings,
        findings = findings,
    )
    validated = ctx.actions.declare_file(ctx.label.name + ".validated")
    show_findings(ctx, findings = [findings], out = validated)
    return [validated]

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
and column of every finding, and gives no `.cm`. What the libraries of `program` demand with
`expect_includes` is checked beside that.

*Outputs:* `<name>.cml`, all includes resolved; `<name>.cm`, what a device reads.

*Output groups:* `cml`, `cm`, `provenance`, `_validation`. *Providers:* ComponentManifestInfo.
""",
    attrs = COMPILE_SETTINGS_ATTRS | STRICT_ATTRS | {
        "check_includes": attr.bool(
            doc = "Whether the manifest must include what the libraries of `program` demand. " +
                  "Left out: `True`.",
            default = True,
        ),
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
        "program": attr.label_list(
            doc = "What the component runs, its binary and libraries: the manifest must include " +
                  "what these demand with `expect_includes`. Left out: nothing is demanded.",
            allow_files = True,
            aspects = [expect_includes_aspect],
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
