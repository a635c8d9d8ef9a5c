"""The macro `realm_diff_test`."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("//rules/private:golden_update.bzl", "declare_golden_update")
load("//rules/private/common:actions.bzl", "compare_realms")
load("//rules/private/common:attrs.bzl", "COMPILE_SETTINGS_ATTRS")
load("//rules/private/common:golden.bzl", "GOLDEN_ATTRS", "check_golden", "golden_attrs", "update_label")
load("//rules/private/common:messages.bzl", "display_label")
load("//rules/private/common:realm_facts.bzl", "SUBSET_ATTRS", "realm_attr", "realm_file", "subset_of")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _realm_diff_test_impl(ctx):
    computed = ctx.actions.declare_file(ctx.label.name + ".txt")
    compare_realms(
        ctx,
        left = realm_file(ctx, "left"),
        right = realm_file(ctx, "right"),
        subset = subset_of(ctx),
        generation = ctx.attr._generation[BuildSettingInfo].value,
        out = computed,
    )
    left = display_label(ctx.attr.left.label)
    right = display_label(ctx.attr.right.label)
    return check_golden(
        ctx,
        computed = computed,
        problem = "{} (-) and {} (+) differ{}".format(
            left,
            right,
            " otherwise than this file says" if ctx.attr.golden_path else "",
        ),
        comments = [
            "# What only {} states (-), and what only {} states (+).".format(left, right),
            "# To update: bazel run {}".format(update_label(ctx.label)),
        ],
    )

_realm_diff_test = rule(
    implementation = _realm_diff_test_impl,
    doc = "The test of the macro `realm_diff_test`.",
    attrs = SUBSET_ATTRS | GOLDEN_ATTRS | {
        "left": realm_attr("One realm"),
        "right": realm_attr("The other realm"),
        "_generation": COMPILE_SETTINGS_ATTRS["_generation"],
    },
    test = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)

def realm_diff_test(name, left, right, expected = None, **kwargs):
    """Tests that two realms are equal, or that they differ as a file says, fact by fact.

    ```starlark
    load("@rules_idk//rules:realm.bzl", "realm_diff_test")

    realm_diff_test(
        name = "products_diff_test",
        expected = "products.diff.txt",
        left = "//product:core",
        right = "//product/terminal:core",
        sections = ["children", "environments"],
    )
    ```

    The file has the facts of the left realm alone after `-`, and those of the right one alone after
    `+`. `bazel run :<name>_update` writes it, and keeps the comments at its top. If one side is a
    `.cm`, the other is compared as it is compiled.

    Args:
      name: the name of the test; that of the target that updates the file is `<name>_update`.
      left: a `core_realm`, a `root_realm`, another component, or a file: a merged `.cml`, a `.cm`,
        or a realm's report.
      right: likewise.
      expected: the file with the differences. One of the same package need not be there yet. Left
        out: there must be none.
      **kwargs: which facts count: `sections` (such as `children`), `child_names`,
        `capability_names`; and the attributes of all tests.
    """
    kwargs.setdefault("size", "small")
    golden = golden_attrs(expected) if expected else {}
    _realm_diff_test(name = name, left = left, right = right, **(golden | kwargs))
    if expected:
        declare_golden_update(test = name, **kwargs)
