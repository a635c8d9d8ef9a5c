"""The rule `component_package`."""

load("//rules/private/common:actions.bzl", "build_package", "check_package", "show_findings")
load("//rules/private/common:attrs.bzl", "PACKAGE_ATTRS", "api_level")
load("//rules/private/common:messages.bzl", "bad_target", "canonical_label", "display_label")
load("//rules/private/common:names.bzl", "check_package_name")
load("//rules/private/common:package_contents.bzl", "check_destinations", "resource_entries")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:component_package_info.bzl", "ComponentPackageInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _component_package_impl(ctx):
    package_name = check_package_name(ctx, "package_name", ctx.attr.package_name or ctx.label.name)
    contents = []
    for target in ctx.attr.components:
        component = target[ComponentManifestInfo]
        contents.append(struct(
            dest = "meta/{}.cm".format(component.component_name),
            file = component.compiled_manifest,
            label = canonical_label(target.label),
        ))
    contents = check_destinations(ctx, contents + resource_entries(ctx, ctx.attr.resources))

    meta_far = ctx.actions.declare_file(ctx.label.name + "/meta.far")
    package_manifest = ctx.actions.declare_file(ctx.label.name + "/package_manifest.json")
    blobs = ctx.actions.declare_directory(ctx.label.name + "/blobs")
    build_package(
        ctx,
        name = package_name,
        repository = ctx.attr.repository,
        api_level = api_level(ctx),
        version_history = ctx.file.version_history,
        contents = contents,
        subpackages = _subpackages(ctx),
        meta_far = meta_far,
        package_manifest = package_manifest,
        blobs = blobs,
    )

    files = depset(
        [meta_far, package_manifest, blobs],
        transitive = [t[ComponentPackageInfo].files for t in ctx.attr.subpackages],
    )
    return [
        DefaultInfo(files = depset([meta_far, package_manifest, blobs])),
        OutputGroupInfo(
            far = depset([meta_far]),
            _validation = depset(_validate(ctx, contents)),
        ),
        ComponentPackageInfo(
            blobs = blobs,
            components = [
                struct(
                    compiled_manifest = target[ComponentManifestInfo].compiled_manifest,
                    component_name = target[ComponentManifestInfo].component_name,
                )
                for target in ctx.attr.components
            ],
            files = files,
            label = ctx.label,
            meta_far = meta_far,
            package_manifest = package_manifest,
            package_name = package_name,
            repository = ctx.attr.repository,
        ),
    ]

def _validate(ctx, contents):
    """Declares the check of what the components run; returns the files for `_validation`."""
    if not ctx.attr.components or not ctx.attr.check_references:
        return []
    findings = ctx.actions.declare_file(ctx.label.name + "/findings.json")
    check_package(
        ctx,
        components = [c[ComponentManifestInfo] for c in ctx.attr.components],
        contents = contents,
        findings = findings,
    )
    validated = ctx.actions.declare_file(ctx.label.name + "/validated")
    show_findings(ctx, findings = [findings], out = validated)
    return [validated]

def _subpackages(ctx):
    first = {}
    for target in ctx.attr.subpackages:
        package = target[ComponentPackageInfo]
        other = first.setdefault(package.package_name, target)
        if other != target:
            bad_target(
                ctx.label,
                "two subpackages are named \"{}\": {} and {}".format(
                    package.package_name,
                    display_label(other.label),
                    display_label(target.label),
                ),
                "set `package_name` on one of them",
            )
    return [
        struct(
            files = target[ComponentPackageInfo].files,
            manifest = target[ComponentPackageInfo].package_manifest,
            name = name,
        )
        for name, target in first.items()
    ]

component_package = rule(
    implementation = _component_package_impl,
    doc = """A Fuchsia package of components and other files.

```starlark
load("@rules_idk//rules:package.bzl", "component_package")

component_package(
    name = "temperature-logger",
    components = [":temperature-logger_manifest"],
    resources = {"config.json": "data/config.json"},
)
```

*Outputs:* `<name>/meta.far`, whose merkle root is the package hash;
`<name>/package_manifest.json`, with sources relative to itself, for `ffx repository publish`;
`<name>/blobs/`, the other files named by merkle root.

The program that a component's manifest names must be among the package's files.

*Output groups:* `far`, `_validation`. *Providers:* ComponentPackageInfo.
""",
    attrs = PACKAGE_ATTRS | {
        "check_references": attr.bool(
            doc = "Whether the files that the components' manifests name as their programs must be " +
                  "in the package. Left out: `True`.",
            default = True,
        ),
        "components": attr.label_list(
            doc = "The manifests of the components, each at `meta/<component_name>.cm`. " +
                  "Left out: none.",
            providers = [ComponentManifestInfo],
        ),
        "package_name": attr.string(
            doc = "The package's name. Left out: the target's name.",
        ),
        "resources": attr.label_keyed_string_dict(
            doc = "Files and where they are in the package. A destination that ends in `/` is a " +
                  "directory for all files of the label. Left out: none.",
            allow_files = True,
        ),
        "subpackages": attr.label_list(
            doc = "Packages that this one refers to by hash. Left out: none.",
            providers = [ComponentPackageInfo],
        ),
    },
    provides = [ComponentPackageInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
