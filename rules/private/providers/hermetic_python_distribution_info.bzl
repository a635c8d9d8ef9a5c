"""HermeticPythonDistributionInfo: a CPython as a directory."""

HermeticPythonDistributionInfo = provider(
    doc = "A CPython as a directory, with what a program needs of it.",
    fields = {
        "directory": "File: the directory, with `bin/python<version>` and `lib/python<version>`.",
        "label": "Label: the target that owns it.",
        "python_version": "string: the version, `major.minor`.",
    },
)
