"""What macros make beside an atom that has an API golden."""

load("//rules/private:atom_golden_test.bzl", "atom_golden_test")
load("//rules/private:atom_goldens_update.bzl", "atom_goldens_update")
load("//rules/private/common:atom.bzl", "API_TEST", "API_UPDATE")
load("//rules/private/common:golden.bzl", "golden_attrs")
load("//rules/private/common:unvalidated.bzl", "canonical_name")

# Attributes of a target that hold for what is beside it as well.
SHARED = ["tags", "target_compatible_with", "testonly"]

def declare_atom(rule, *, name, api, **kwargs):
    """Declares an atom, and the test and the update of its golden.

    Args:
      rule: the rule of the atom.
      name: string.
      api: string or None, the golden: its path in the package, or its label.
      **kwargs: attributes of the rule.
    """
    if not api:
        rule(name = name, **kwargs)
        return
    rule(name = name, **(kwargs | golden_attrs(api)))
    shared = {key: kwargs[key] for key in SHARED if key in kwargs}
    declare_golden(name, API_TEST, API_UPDATE, shared)

def declare_golden(name, test, update, shared):
    """Declares the test and the update of a golden.

    Args:
      name: string, the target that has an AtomGoldenInfo.
      test: string, the suffix of the test.
      update: string, the suffix of the target that writes the golden.
      shared: dict of attributes for both.
    """
    atom_golden_test(
        name = name + test,
        size = "small",
        of = canonical_name(name),
        visibility = ["//visibility:private"],
        **shared
    )
    atom_goldens_update(
        name = name + update,
        of = canonical_name(name),
        visibility = ["//visibility:private"],
        **(shared | {"tags": shared.get("tags", []) + ["manual"]})
    )
