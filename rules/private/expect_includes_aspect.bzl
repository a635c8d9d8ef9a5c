"""The aspect that carries the demands of `expect_includes` up to a component."""

load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:expect_includes_barrier_info.bzl", "ExpectIncludesBarrierInfo")
load("//rules/private/providers:expected_includes_info.bzl", "ExpectedIncludesInfo", "join_expected_includes")

# The attributes by which rules of many languages name what becomes part of a program, or lies
# beside it at run time. Tools are not followed: they run in the build.
_FOLLOWED = [
    "actual",
    "cdeps",
    "data",
    "deps",
    "dynamic_deps",
    "embed",
    "exports",
    "implementation_deps",
    "runtime_deps",
    "srcs",
]

# A target with one of these speaks for itself and for all below it.
_BOUNDARIES = [
    ComponentManifestInfo,
    ExpectIncludesBarrierInfo,
    ExpectedIncludesInfo,
]

def _expect_includes_aspect_impl(target, ctx):
    for boundary in _BOUNDARIES:
        if boundary in target:
            return []
    followed = []
    for name in _FOLLOWED:
        followed += _targets(getattr(ctx.rule.attr, name, None))
    joined = join_expected_includes(target.label, followed)
    return [joined] if joined else []

def _targets(value):
    """Returns the targets of an attribute of any rule, whatever its type."""
    if type(value) == "Target":
        return [value]
    if type(value) == "dict":
        value = value.keys() + value.values()
    if type(value) == "list":
        return [v for v in value if type(v) == "Target"]
    return []

expect_includes_aspect = aspect(
    implementation = _expect_includes_aspect_impl,
    attr_aspects = _FOLLOWED,
    doc = "Collects the ExpectedIncludesInfo of everything that a program consists of.",
)
