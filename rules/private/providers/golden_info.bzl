"""GoldenInfo: a file that a build computes and people review."""

GoldenInfo = provider(
    doc = "What a golden test compares, for the target that updates the golden.",
    fields = {
        "comments": "list[string]: lines for the top of a golden that has none.",
        "computed": "File: what the golden is to say.",
        "path": "string: where the golden is in its repository.",
    },
)
