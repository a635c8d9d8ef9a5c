"""HermeticPythonLibraryInfo: what an aspect compiled of a Python library and those below it."""

HermeticPythonLibraryInfo = provider(
    doc = "The compiled modules of a Python library and of all that it depends on.",
    fields = {
        "archives": "depset[File]: one archive for each library that has sources, dependencies first.",
        "compiler": "File or None: the directory of the interpreter that compiled them; None where " +
                    "there is no runtime for the platform.",
        "sources": "depset[File]: the sources that are in the archives.",
        "zip_safe": "bool: whether no library has the tag `zip_unsafe`.",
    },
)
