"""The test that macros make of a golden of an atom or an IDK."""

load("//rules/private/common:launch.bzl", "launch")
load("//rules/private/common:sdk_actions.bzl", "golden_arguments")
load("//rules/private/common:unvalidated.bzl", "unvalidated_attrs")
load("//rules/private/providers:atom_golden_info.bzl", "AtomGoldenInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _atom_golden_test_impl(ctx):
    return [launch(ctx, args = golden_arguments(ctx.attr._of[AtomGoldenInfo]))]

atom_golden_test = rule(
    implementation = _atom_golden_test_impl,
    doc = "Compares what was made with its golden, as validation of the target does.",
    attrs = unvalidated_attrs("What has the golden", [AtomGoldenInfo]),
    test = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
