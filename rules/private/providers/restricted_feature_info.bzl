"""RestrictedFeatureInfo: the right to use a restricted feature of the manifest language."""

RestrictedFeatureInfo = provider(
    doc = "The right to use a restricted feature of the manifest language.",
    fields = {
        "feature": "string: the feature's name, such as `allow_long_names`.",
    },
)
