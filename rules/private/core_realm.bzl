"""The rule `core_realm`."""

load("//rules/private/common:actions.bzl", "build_package", "report_realm")
load("//rules/private/common:attrs.bzl", "COMPILE_SETTINGS_ATTRS", "PACKAGE_ATTRS", "REALM_ATTRS", "STRICT_ATTRS", "api_level", "compile_settings")
load("//rules/private/common:messages.bzl", "bad_target", "canonical_label", "display_label")
load("//rules/private/common:names.bzl", "check_component_name", "check_package_name")
load("//rules/private/common:package_contents.bzl", "check_destinations", "resource_entries")
load("//rules/private/common:realm_actions.bzl", "assemble_realm")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:component_package_info.bzl", "ComponentPackageInfo")
load("//rules/private/providers:core_realm_info.bzl", "CoreRealmInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _core_realm_impl(ctx):
    package_name = _package_name(ctx)
    component_name = check_component_name(ctx, "component_name", ctx.attr.component_name)
    url = "fuchsia-pkg://{}/{}#meta/{}.cm".format(ctx.attr.repository, package_name, component_name)
    realm = assemble_realm(
        ctx,
        component_name = component_name,
        settings = compile_settings(ctx),
        required_slots = ctx.attr.required_slots,
    )

    folder = ctx.label.name + "/"
    meta_far = ctx.actions.declare_file(folder + "meta.far")
    package_manifest = ctx.actions.declare_file(folder + "package_manifest.json")
    blobs = ctx.actions.declare_directory(folder + "blobs")
    compiled_entry = struct(
        dest = "meta/{}.cm".format(component_name),
        file = realm.compiled,
        label = canonical_label(ctx.label),
    )
    build_package(
        ctx,
        name = package_name,
        repository = ctx.attr.repository,
        api_level = api_level(ctx),
        version_history = ctx.file.version_history,
        contents = check_destinations(
            ctx,
            [compiled_entry] + realm.resources + resource_entries(ctx, ctx.attr.resources),
        ),
        subpackages = [],
        meta_far = meta_far,
        package_manifest = package_manifest,
        blobs = blobs,
    )

    report = ctx.actions.declare_file(folder + "core_realm_report.json")
    report_realm(
        ctx,
        realm = realm,
        product = ctx.attr.product,
        url = url,
        package_manifest = package_manifest,
        findings = realm.findings,
        out = report,
    )

    package_files = [meta_far, package_manifest, blobs]
    return [
        DefaultInfo(files = depset([realm.manifest, realm.compiled, report] + package_files)),
        OutputGroupInfo(
            cm = depset([realm.compiled]),
            cml = depset([realm.manifest]),
            far = depset([meta_far]),
            provenance = depset([realm.provenance]),
            report = depset([report]),
            _validation = depset([realm.validation]),
        ),
        ComponentManifestInfo(
            compiled_manifest = realm.compiled,
            component_name = component_name,
            config_package_path = "meta/{}.cvf".format(component_name),
            label = ctx.label,
            merged_manifest = realm.manifest,
            provenance = realm.provenance,
        ),
        ComponentPackageInfo(
            blobs = blobs,
            components = [struct(
                compiled_manifest = realm.compiled,
                component_name = component_name,
            )],
            files = depset(package_files),
            label = ctx.label,
            meta_far = meta_far,
            package_manifest = package_manifest,
            package_name = package_name,
            repository = ctx.attr.repository,
        ),
        CoreRealmInfo(
            compiled_manifest = realm.compiled,
            component_name = component_name,
            merged_manifest = realm.manifest,
            package_manifest = package_manifest,
            package_name = package_name,
            provenance = realm.provenance,
            report = report,
            shards = [Label(s.label) for s in realm.shards],
            url = url,
        ),
    ]

def _package_name(ctx):
    if ctx.attr.package_name:
        return check_package_name(ctx, "package_name", ctx.attr.package_name)
    if not ctx.attr.product:
        bad_target(
            ctx.label,
            "neither `product` nor `package_name` is set, so the package has no name",
            "buildozer 'set product \"<product>\"' {}".format(display_label(ctx.label)),
        )
    return check_package_name(ctx, "product", "core-" + ctx.attr.product)

core_realm = rule(
    implementation = _core_realm_impl,
    doc = """A product's core realm (RFC-0089): a base manifest and shards, merged, validated,
compiled and packaged as `core-<product>`.

```starlark
load("@rules_idk//rules:realm.bzl", "core_realm")

core_realm(
    name = "core",
    product = "workstation",
    base = "meta/core.cml",
    required_slots = ["storage"],
    shards = [
        "//sys/storage:restricted",
        "//sys/thermal:temperature_logger",
    ],
)
```

The shards are merged in the order of their file names, so the order of the list does not matter.

*Outputs*, all in the folder `<name>/`: `core.cml`, the merged manifest; `core.cm`; `meta.far`,
`package_manifest.json` and `blobs/`, the package; `core_realm_report.json`, what came from which
shard. With another `component_name` the first two are named after it.

*Output groups:* `cml`, `cm`, `far`, `report`, `provenance`.

*Providers:* CoreRealmInfo, ComponentManifestInfo, ComponentPackageInfo.
""",
    attrs = COMPILE_SETTINGS_ATTRS | PACKAGE_ATTRS | STRICT_ATTRS | REALM_ATTRS | {
        "component_name": attr.string(
            doc = "The component's name. Left out: `core`.",
            default = "core",
        ),
        "package_name": attr.string(
            doc = "The package's name. Left out: `core-<product>`, so that one URL means one thing.",
        ),
        "product": attr.string(
            doc = "The product's name. Mandatory unless `package_name` is given.",
        ),
        "required_slots": attr.string_list(
            doc = "Slots that exactly one shard must fill. Left out: none.",
        ),
        "resources": attr.label_keyed_string_dict(
            doc = "Further files of the package and where they are in it. Left out: none.",
            allow_files = True,
        ),
    },
    provides = [CoreRealmInfo, ComponentManifestInfo, ComponentPackageInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
