"""The rule `hermetic_python_distribution`."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/providers:hermetic_python_distribution_info.bzl", "HermeticPythonDistributionInfo")
load("//rules/private/python:attrs.bzl", "check_python_version")
load("//rules/private/python:runtime_actions.bzl", "EVERYTHING", "unpack_distribution")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _marker(files, names):
    """Returns the file that says where the distribution is: of several, the one nearest to the top."""
    found = [f for f in files if f.basename in names[:1] or f.short_path.endswith(names[1])]
    found = sorted(found, key = lambda f: (f.short_path.count("/"), f.short_path))
    return found[0] if found else None

def _hermetic_python_distribution_impl(ctx):
    version = check_python_version(ctx, ctx.attr.python_version)
    marker = _marker(ctx.files.srcs, ["files.json", "/bin/python" + version])
    if not marker:
        bad_attribute(
            ctx.label,
            "srcs",
            "{} files".format(len(ctx.files.srcs)),
            "a relocatable CPython, with bin/python{} or files.json".format(version),
            "correct `python_version`, or: buildozer 'set srcs <files of a distribution>' " + display_label(ctx.label),
        )
    directory = ctx.actions.declare_directory(ctx.label.name + ".dir")
    unpack_distribution(
        ctx,
        marker = marker,
        files = ctx.files.srcs,
        options = EVERYTHING,
        out = directory,
    )
    return [
        DefaultInfo(files = depset([directory])),
        HermeticPythonDistributionInfo(
            directory = directory,
            label = ctx.label,
            python_version = version,
        ),
    ]

hermetic_python_distribution = rule(
    implementation = _hermetic_python_distribution_impl,
    doc = """The files of a CPython, for `hermetic_python_runtime`.

```starlark
load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_distribution")

hermetic_python_distribution(
    name = "distribution",
    srcs = glob(["python/**"]),
    python_version = "3.14",
)
```

The CPython must be relocatable, such as one of python-build-standalone.

*Outputs:* `<name>.dir`, a directory. *Providers:* HermeticPythonDistributionInfo.
""",
    attrs = {
        "python_version": attr.string(
            doc = "The version as `major.minor`, such as `3.14`. Mandatory.",
            mandatory = True,
        ),
        "srcs": attr.label_list(
            doc = "The files, as they are in an archive or packed in a Go module. Mandatory.",
            allow_files = True,
            mandatory = True,
        ),
    },
    provides = [HermeticPythonDistributionInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
