"""The rule `restricted_feature`."""

load("//rules/private/providers:restricted_feature_info.bzl", "RestrictedFeatureInfo")

# What the manifest compiler knows. The last two forbid something rather than permit it.
RESTRICTED_FEATURES = [
    "allow_long_names",
    "allow_non_hermetic_packages",
    "delivery_type",
    "dictionaries",
    "dynamic_dictionaries",
    "use_dictionaries",
    "enable_allow_non_hermetic_packages_feature",
    "restrict_test_type_in_facets",
]

def _restricted_feature_impl(ctx):
    return [
        DefaultInfo(),
        RestrictedFeatureInfo(feature = ctx.attr.feature),
    ]

restricted_feature = rule(
    implementation = _restricted_feature_impl,
    doc = """The right to use a restricted feature of the manifest language.

```starlark
load("@rules_idk//rules:manifest.bzl", "restricted_feature")

restricted_feature(
    name = "allow_long_names",
    feature = "allow_long_names",
    visibility = ["//src/session:__subpackages__"],
)
```

A manifest may use the feature when the target is in its `restricted_features`, so the target's
`visibility` is the list of those who may. Keep all of a workspace in one package, whose owners
decide.

*Providers:* RestrictedFeatureInfo.
""",
    attrs = {
        "feature": attr.string(
            doc = """The feature. Mandatory.

* `allow_long_names`: `allow_long_names` of a collection.
* `allow_non_hermetic_packages`: the facet of tests that use packages of the system under test.
* `delivery_type`: `delivery` of a capability.
* `dictionaries`: nothing any more; accepted for old builds.
* `dynamic_dictionaries`: a dictionary with `path`, which a program serves.
* `use_dictionaries`: `use` of a dictionary.
* `enable_allow_non_hermetic_packages_feature`: no right but a duty: the facet of tests needs
  `allow_non_hermetic_packages`, and that needs the facet.
* `restrict_test_type_in_facets`: no right but a duty: the manifest must not say what type of test
  it is.
""",
            mandatory = True,
            values = RESTRICTED_FEATURES,
        ),
    },
    provides = [RestrictedFeatureInfo],
)
