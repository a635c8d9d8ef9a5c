"""AtomGoldenInfo: a file that a build makes and people review."""

AtomGoldenInfo = provider(
    doc = "A file that a build makes, and the reviewed file that it should equal.",
    fields = {
        "arguments": "list[string|File]: the verb of the comparison and what is special to it; see " +
                     "`launch`.",
        "candidate": "File: what was made.",
        "golden": "File: the reviewed file; None when there is none yet.",
        "path": "string: where the reviewed file is, or is to be, in the workspace.",
        "update": "string: the canonical label of the target that writes the reviewed file.",
        "warn": "bool: whether a difference is a warning only.",
    },
)
