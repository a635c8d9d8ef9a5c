"""IdkDirectoryInfo: an IDK that was built here."""

IdkDirectoryInfo = provider(
    doc = "An IDK that was built here.",
    fields = {
        "contents": "File: the list of its elements.",
        "digests": "File: the SHA-256 sums of its files.",
        "directory": "File: the directory that is its root.",
        "label": "Label: the target that owns it.",
    },
)
