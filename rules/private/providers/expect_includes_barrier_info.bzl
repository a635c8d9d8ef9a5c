"""ExpectIncludesBarrierInfo: what is demanded below a target does not get past it."""

ExpectIncludesBarrierInfo = provider(
    doc = """Marks a target that the demands of `expect_includes` do not get past.

What is below the target runs in a component of its own, say. A target with a ComponentManifestInfo
is a barrier already. A barrier that provides an ExpectedIncludesInfo as well lets just that pass.
""",
    fields = {},
)
