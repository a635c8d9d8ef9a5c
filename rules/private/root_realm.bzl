"""The rule `root_realm`."""

load("//rules/private/common:actions.bzl", "report_realm")
load("//rules/private/common:attrs.bzl", "COMPILE_SETTINGS_ATTRS", "REALM_ATTRS", "STRICT_ATTRS", "compile_settings")
load("//rules/private/common:realm_actions.bzl", "assemble_realm")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:core_realm_info.bzl", "CoreRealmInfo")
load("//rules/private/providers:root_realm_info.bzl", "RootRealmInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _root_realm_impl(ctx):
    core = ctx.attr.core[CoreRealmInfo]
    realm = assemble_realm(
        ctx,
        component_name = "root",
        settings = compile_settings(ctx),
        required_slots = [],
        child = struct(
            environment = ctx.attr.environment,
            name = ctx.attr.child_name,
            on_terminate = ctx.attr.on_terminate,
            pin = core.package_manifest if ctx.attr.pin else None,
            startup = ctx.attr.startup,
            url = core.url,
        ),
        core = struct(
            child = ctx.attr.child_name,
            manifest = core.merged_manifest,
            provenance = core.provenance,
        ),
    )
    report = ctx.actions.declare_file(ctx.label.name + "/root_realm_report.json")
    report_realm(
        ctx,
        realm = realm,
        product = "",
        url = "",
        package_manifest = None,
        findings = realm.findings,
        out = report,
    )
    return [
        DefaultInfo(files = depset([realm.manifest, realm.compiled, report])),
        OutputGroupInfo(
            cm = depset([realm.compiled]),
            cml = depset([realm.manifest]),
            provenance = depset([realm.provenance]),
            report = depset([report]),
            _validation = depset([realm.validation]),
        ),
        ComponentManifestInfo(
            compiled_manifest = realm.compiled,
            component_name = "root",
            config_package_path = "meta/root.cvf",
            label = ctx.label,
            merged_manifest = realm.manifest,
            provenance = realm.provenance,
        ),
        RootRealmInfo(
            compiled_manifest = realm.compiled,
            core = core,
            merged_manifest = realm.manifest,
            provenance = realm.provenance,
            report = report,
            shards = [Label(s.label) for s in realm.shards],
        ),
    ]

root_realm = rule(
    implementation = _root_realm_impl,
    doc = """The root realm of a product: a base manifest that gets a child for the product's core
realm (RFC-0089). The routes between the two are checked from both sides.

```starlark
load("@rules_idk//rules:realm.bzl", "root_realm")

root_realm(
    name = "root",
    base = "meta/root.cml",
    core = ":core",
)
```

If the base or a shard already has the child, only its `url` and the attributes given here change.

*Outputs*, all in the folder `<name>/`: `root.cml`, `root.cm`, `root_realm_report.json`. There is
no package: root goes into the boot image; `component_package` can wrap it.

*Output groups:* `cml`, `cm`, `report`, `provenance`.

*Providers:* RootRealmInfo, ComponentManifestInfo.
""",
    attrs = COMPILE_SETTINGS_ATTRS | STRICT_ATTRS | REALM_ATTRS | {
        "child_name": attr.string(
            doc = "The name of the child. Left out: `core`.",
            default = "core",
        ),
        "core": attr.label(
            doc = "The core realm that the child runs. Mandatory.",
            mandatory = True,
            providers = [CoreRealmInfo],
        ),
        "environment": attr.string(
            doc = "The child's environment, such as `#core-env`. Left out: `#core-env` for a child " +
                  "that the base does not have; `none` leaves it out.",
        ),
        "on_terminate": attr.string(
            doc = "What happens when the child terminates, `reboot` or `none`. Left out: `reboot` " +
                  "for a child that the base does not have.",
            values = ["", "none", "reboot"],
        ),
        "pin": attr.bool(
            doc = "Whether the child's URL has the hash of core's package, so that exactly this " +
                  "package runs. Root then depends on core's package. Left out: no.",
            default = False,
        ),
        "startup": attr.string(
            doc = "`lazy` or `eager`. Left out: `lazy` for a child that the base does not have.",
            values = ["", "eager", "lazy"],
        ),
    },
    provides = [RootRealmInfo, ComponentManifestInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
