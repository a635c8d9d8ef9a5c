"""The rule `sdk_test_bundle`."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("//rules/private/common:atom.bzl", "make_atom")
load("//rules/private/common:program.bzl", "program_file")
load("//rules/private/common:sdk_attrs.bzl", "ATOM_ATTRS")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_test_bundle_impl(ctx):
    name = ctx.attr.idk_name or ctx.label.name
    level = ctx.attr.fuchsia_api_level or ctx.attr._api_level[BuildSettingInfo].value
    program = program_file(ctx, "program")
    return make_atom(
        ctx,
        id = "sdk://python/" + name,
        type = "experimental_python_e2e_test",
        meta_dest = "python/{}/meta.json".format(name),
        name = name,
        files = [struct(
            dest = "python/{}/{}/{}".format(name, level, program.basename),
            file = program,
        )],
    )

sdk_test_bundle = rule(
    implementation = _sdk_test_bundle_impl,
    doc = """A test that runs on the machines of developers as an atom.

```starlark
load("@rules_idk//rules:sdk.bzl", "sdk_test_bundle")

sdk_test_bundle(
    name = "greet_works",
    testonly = True,
    category = "partner",
    program = "//greet:greet_test",
)
```

In the IDK it is `python/greet_works/<api level>/greet_test`. A test that packs itself into one file
has that file in its output group `packed`; others must be one file.

*Outputs:* `<name>.atom.json`, a description for other targets. *Providers:* AtomInfo, MoleculeInfo.
""",
    attrs = ATOM_ATTRS | {
        "fuchsia_api_level": attr.string(
            doc = "The API level of the devices that the test is for. Left out: the build setting " +
                  "`@rules_idk//rules:api_level`.",
        ),
        "idk_name": attr.string(
            doc = "The name of the test. Left out: the name of the target.",
        ),
        "program": attr.label(
            doc = "The test, one that needs no files beside it. Mandatory.",
            allow_files = True,
            mandatory = True,
        ),
        "_api_level": attr.label(
            default = "//rules:api_level",
            providers = [BuildSettingInfo],
        ),
    },
    provides = [AtomInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
