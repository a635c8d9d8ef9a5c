"""The attributes of Python programs and tests."""

load("@rules_python//python:py_info.bzl", "PyInfo")
load("//rules/private/providers:hermetic_python_runtime_info.bzl", "HermeticPythonRuntimeInfo")
load("//rules/private/python:attrs.bzl", "compression_attr", "library_attrs")
load("//rules/private/python:compile_aspect.bzl", "hermetic_python_compile_aspect")

RUNTIME_ATTRS = {
    "compression": compression_attr(""),
    "python_version": attr.string(
        doc = "The version of Python, such as `3.14`. Left out: the build setting " +
              "`@rules_idk//rules:python_version`, and without that the version that the extension " +
              "`hermetic_python` says.",
    ),
    "runtime": attr.label(
        doc = "The `hermetic_python_runtime` to run with. Left out: that of the toolchain.",
        providers = [HermeticPythonRuntimeInfo],
    ),
    "size_limit": attr.int(
        doc = "How many bytes the executable may have; above that the build fails and lists what is " +
              "largest in it. Left out: any.",
    ),
}

# What the forms are, for the documentation of attributes.
FORM = "`thin`, a small file that finds the runtime beside it; `tree`, the same with a runtime that is " + \
       "a directory; `direct`, the runtime itself with the program behind it; `packed`, the smallest " + \
       "file with all in it, which unpacks the runtime once"

FORM_ATTRS = {
    "form": attr.string(
        doc = "What the executable is: {}; or `auto`, which is `thin` where the runtime can be one file, else `tree`. Left out: `auto`.".format(FORM),
        default = "auto",
        values = ["auto", "direct", "packed", "thin", "tree"],
    ),
}

PROGRAM_ATTRS = RUNTIME_ATTRS | FORM_ATTRS | library_attrs("what the runtime says", "those of the runtime only") | {
    "data": attr.label_list(
        doc = "Files that are there at run time, each at its path below the directory of runfiles. " +
              "Left out: none.",
        allow_files = True,
    ),
    "deps": attr.label_list(
        doc = "The libraries that are imported: everything with PyInfo, such as `py_library`. Left out: none.",
        aspects = [hermetic_python_compile_aspect],
        providers = [PyInfo],
    ),
    "env": attr.string_dict(
        doc = "Environment variables that are set; `$(rootpath …)` and its kin stand for files of `data`. " +
              "Left out: none.",
    ),
    "env_inherit": attr.string_list(
        doc = "Names of variables that are kept although they start with `PYTHON`, and in tests are " +
              "taken over from the shell that runs Bazel. Left out: none.",
    ),
    "imports": attr.string_list(
        doc = "Directories, relative to the package, in which modules are looked for as well. Left out: none.",
    ),
    "interpreter_args": attr.string_list(
        doc = "Options of the interpreter: `-X`, `-W`, `-O`, `-B`, `-u`, `-v`. Left out: none.",
    ),
    "layout": attr.string(
        doc = "Where modules are: `pack`, inside the file; `extract`, files of their own at run time; `auto`, " +
              "which is `extract` for what says that it is not `zip_safe`, else `pack`. Left out: `auto`.",
        default = "auto",
        values = ["auto", "extract", "pack"],
    ),
    "main": attr.label(
        doc = "The file to run. Left out: the file in `srcs` with the name of the target, or the only one.",
        allow_single_file = [".py"],
    ),
    "main_module": attr.string(
        doc = "Instead of `main`: the module to run, with dots. Left out: none.",
    ),
    "native": attr.label_keyed_string_dict(
        doc = "Shared libraries and extension modules, and the directory of the repository in which each " +
              "is, so that `{\":fast\": \"greet\"}` can be imported as `greet.fast`. Those in `data` and " +
              "`deps` are found where they are. Left out: none.",
        allow_files = True,
    ),
    "pyz": attr.label(
        doc = "Instead of `srcs` and `main`: a zip application, whose `__main__.py` is run, or else the module " +
              "of it that `main_module` names. Its members are in a directory that has the path of the file. " +
              "Left out: none.",
        allow_single_file = [".pyz", ".zip"],
    ),
    "srcs": attr.label_list(
        doc = "The sources. Left out: none, which needs `main`, `main_module` or `pyz`.",
        allow_files = [".py"],
    ),
    "zip_safe": attr.bool(
        doc = "Whether the modules work inside a file. A library that does not has the tag `zip_unsafe`. " +
              "Left out: `True`.",
        default = True,
    ),
}
