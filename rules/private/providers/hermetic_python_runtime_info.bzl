"""HermeticPythonRuntimeInfo: what runs Python programs, in all its forms."""

HermeticPythonRuntimeInfo = provider(
    doc = "An interpreter with its standard library, to be put into or beside programs.",
    fields = {
        "compiler": "HermeticPythonDistributionInfo: the same version of Python for the machine that builds.",
        "compression": "string: how well it is compressed in programs that do not say it.",
        "distribution": "HermeticPythonDistributionInfo: what the runtime was made of.",
        "image": "File: the runtime as one executable file; None for an interpreter that cannot be one.",
        "label": "Label: the target that owns it.",
        "libc_max": "string: the newest version of the C library that native code may need.",
        "library_allowlist": "list[string]: libraries of the system that native code may need; empty " +
                             "for the usual ones.",
        "packed": "dict[string, File]: the runtime compressed, by `compression`; the image where " +
                  "there is one, else the tree.",
        "packed_trees": "dict[string, File]: the tree compressed, by `compression`.",
        "python_version": "string: the version, `major.minor`.",
        "stdlib": "File: the archive of the standard library.",
        "stem": "File: the program that unpacks a compressed runtime.",
        "tree": "File: the runtime as a directory, with `bin/python<version>`.",
    },
)
