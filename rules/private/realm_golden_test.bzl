"""The macro `realm_golden_test`."""

load("//rules/private:golden_update.bzl", "declare_golden_update")
load("//rules/private/common:actions.bzl", "list_facts")
load("//rules/private/common:golden.bzl", "GOLDEN_ATTRS", "check_golden", "golden_attrs", "update_label")
load("//rules/private/common:messages.bzl", "display_label")
load("//rules/private/common:realm_facts.bzl", "SUBSET_ATTRS", "realm_attr", "realm_file", "subset_of")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _realm_golden_test_impl(ctx):
    computed = ctx.actions.declare_file(ctx.label.name + ".txt")
    list_facts(
        ctx,
        realm = realm_file(ctx, "realm"),
        subset = subset_of(ctx),
        out = computed,
    )
    realm = display_label(ctx.attr.realm.label)
    return check_golden(
        ctx,
        computed = computed,
        problem = "{} states something else".format(realm),
        comments = [
            "# What {} states. To update: bazel run {}".format(realm, update_label(ctx.label)),
        ],
    )

_realm_golden_test = rule(
    implementation = _realm_golden_test_impl,
    doc = "The test of the macro `realm_golden_test`.",
    attrs = SUBSET_ATTRS | GOLDEN_ATTRS | {
        "realm": realm_attr("The realm that is compared with the golden"),
    },
    test = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)

def realm_golden_test(name, realm, golden, **kwargs):
    """Tests that a realm states what a file of the source tree says, fact by fact.

    ```starlark
    load("@rules_idk//rules:realm.bzl", "realm_golden_test")

    realm_golden_test(
        name = "core_golden_test",
        golden = "core.facts.txt",
        realm = ":core",
        sections = ["children", "expose"],
    )
    ```

    The file has one fact on a line, sorted, so that a review shows what a change of a shard does to
    the product. `bazel run :<name>_update` writes it, and keeps the comments at its top.

    Args:
      name: the name of the test; that of the target that updates the file is `<name>_update`.
      realm: a `core_realm`, a `root_realm`, another component, or a file: a merged `.cml`, a `.cm`,
        or a realm's report.
      golden: the file. One of the same package need not be there yet.
      **kwargs: which facts count: `sections` (such as `children`), `child_names`,
        `capability_names`; and the attributes of all tests.
    """
    kwargs.setdefault("size", "small")
    _realm_golden_test(name = name, realm = realm, **(golden_attrs(golden) | kwargs))
    declare_golden_update(test = name, **kwargs)
