"""HermeticPythonArchiveInfo: a Python program without its runtime."""

HermeticPythonArchiveInfo = provider(
    doc = "A Python program without its runtime, to be run by one or to join a suite.",
    fields = {
        "archive": "File: the program with its modules and data.",
        "libraries": "depset[File]: the archives of compiled modules that it was made of.",
        "manifest": "File: what is in `archive`, as JSON.",
        "runtime": "HermeticPythonRuntimeInfo: what it runs with.",
    },
)
