"""The rule `hermetic_python_runtime`."""

load("@rules_python//python:py_runtime_info.bzl", "PyRuntimeInfo")
load("//rules/private/common:messages.bzl", "bad_attribute", "bad_target", "display_label")
load("//rules/private/providers:hermetic_python_distribution_info.bzl", "HermeticPythonDistributionInfo")
load("//rules/private/providers:hermetic_python_runtime_info.bzl", "HermeticPythonRuntimeInfo")
load("//rules/private/python:attrs.bzl", "COMPRESSIONS", "check_python_version", "compression_attr", "library_attrs")
load("//rules/private/python:runtime_actions.bzl", "EVERYTHING", "compile_stdlib", "make_image", "make_tree", "pack_runtime", "unpack_distribution")
load("//rules/private/python:versions.bzl", "version_key")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

# The first version whose interpreter can be changed into one file: it has the calls that are needed.
_FIRST_WITH_IMAGE = "3.14"

def _py_runtime(target):
    """Returns the PyRuntimeInfo of a target, which may be a toolchain; None if it has none."""
    if PyRuntimeInfo in target:
        return target[PyRuntimeInfo]
    if platform_common.ToolchainInfo in target:
        return getattr(target[platform_common.ToolchainInfo], "py3_runtime", None)
    return None

def _is_relocatable(interpreter):
    """Says whether an interpreter can have its library beside it; others are scripts that look for one."""
    return interpreter.basename.startswith("python3") and interpreter.dirname.rpartition("/")[2] == "bin"

def _version_of(ctx, runtime):
    if ctx.attr.python_version:
        return check_python_version(ctx, ctx.attr.python_version)
    info = getattr(runtime, "interpreter_version_info", None)
    if not info or not getattr(info, "major", "") or not getattr(info, "minor", ""):
        bad_attribute(
            ctx.label,
            "python_version",
            "nothing",
            "a version like \"3.14\", for `interpreter` does not say it",
            "buildozer 'set python_version \"3.14\"' " + display_label(ctx.label),
        )
    return "{}.{}".format(info.major, info.minor)

def _unpack(ctx, attribute, target, name):
    """Makes a HermeticPythonDistributionInfo of an interpreter of the Python rules."""
    runtime = _py_runtime(target)
    if not runtime or not runtime.interpreter or not _is_relocatable(runtime.interpreter):
        bad_attribute(
            ctx.label,
            attribute,
            display_label(target.label),
            "a Python runtime whose interpreter is bin/python3 of a folder, with its library in the same",
            "take the runtime of a downloaded Python, or leave `{}` out and use a `hermetic_python_distribution`".format(attribute),
        )
    version = _version_of(ctx, runtime)
    directory = ctx.actions.declare_directory(name)
    unpack_distribution(
        ctx,
        marker = runtime.interpreter,
        files = depset([runtime.interpreter], transitive = [runtime.files]),
        options = EVERYTHING,
        out = directory,
    )
    return HermeticPythonDistributionInfo(
        directory = directory,
        label = target.label,
        python_version = version,
    )

def _distribution(ctx):
    if bool(ctx.attr.distribution) == bool(ctx.attr.interpreter):
        bad_target(
            ctx.label,
            "one of `distribution` and `interpreter` must be given, and not both",
            "buildozer 'remove interpreter' " + display_label(ctx.label),
        )
    if ctx.attr.distribution:
        return ctx.attr.distribution[HermeticPythonDistributionInfo]
    return _unpack(ctx, "interpreter", ctx.attr.interpreter, ctx.label.name + ".dir")

def _compiler(ctx, distribution):
    if ctx.attr.exec_distribution:
        compiler = ctx.attr.exec_distribution[HermeticPythonDistributionInfo]
    elif ctx.attr.exec_interpreter:
        compiler = _unpack(ctx, "exec_interpreter", ctx.attr.exec_interpreter, ctx.label.name + ".exec.dir")
    else:
        return distribution
    if compiler.python_version != distribution.python_version:
        bad_target(
            ctx.label,
            "{} is Python {}, but {}, which compiles for it, is Python {}".format(
                display_label(distribution.label),
                distribution.python_version,
                display_label(compiler.label),
                compiler.python_version,
            ),
            "take the same version for both",
        )
    return compiler

def _image(ctx, distribution, stdlib):
    wanted = ctx.attr.image
    if wanted == "auto":
        wanted = "no"
        if version_key(distribution.python_version) >= version_key(_FIRST_WITH_IMAGE):
            wanted = "yes"
    if wanted == "no":
        return None
    image = ctx.actions.declare_file(ctx.label.name + ".bin")
    make_image(ctx, distribution = distribution, stdlib = stdlib, out = image)
    return image

def _packed(ctx, suffix, image, tree, compiler):
    packed = {}
    for compression in COMPRESSIONS:
        out = ctx.actions.declare_file("{}.{}{}.hpa".format(ctx.label.name, suffix, compression))
        pack_runtime(ctx, image = image, tree = tree, compression = compression, compiler = compiler, out = out)
        packed[compression] = out
    return packed

def _hermetic_python_runtime_impl(ctx):
    distribution = _distribution(ctx)
    compiler = _compiler(ctx, distribution)
    stdlib = ctx.actions.declare_file(ctx.label.name + ".stdlib.hpa")
    compile_stdlib(
        ctx,
        distribution = distribution,
        compiler = compiler,
        options = struct(
            exclude = ctx.attr.stdlib_exclude,
            extensions = ctx.attr.stdlib_extensions,
            include = ctx.attr.stdlib_include,
            stdlib = ctx.attr.stdlib,
        ),
        sources = ctx.attr.stdlib_sources,
        docstrings = ctx.attr.docstrings,
        out = stdlib,
    )
    tree = ctx.actions.declare_directory(ctx.label.name + ".tree")
    make_tree(ctx, distribution = distribution, stdlib = stdlib, out = tree)
    image = _image(ctx, distribution, stdlib)

    # Of what is declared here only what a program asks for is made.
    packed_trees = _packed(ctx, "tree.", None, tree, compiler)
    packed = _packed(ctx, "", image, None, compiler) if image else packed_trees

    info = HermeticPythonRuntimeInfo(
        compiler = compiler,
        compression = ctx.attr.compression,
        distribution = distribution,
        image = image,
        label = ctx.label,
        libc_max = ctx.attr.libc_max,
        library_allowlist = ctx.attr.library_allowlist,
        packed = packed,
        packed_trees = packed_trees,
        python_version = distribution.python_version,
        stem = ctx.attr._stem[DefaultInfo].files_to_run.executable,
        stdlib = stdlib,
        tree = tree,
    )
    return [
        DefaultInfo(files = depset([image or tree])),
        OutputGroupInfo(
            image = depset([image] if image else []),
            packed = depset([packed[ctx.attr.compression]]),
            stdlib = depset([stdlib]),
            tree = depset([tree]),
        ),
        platform_common.ToolchainInfo(hermetic_python = info),
        info,
    ]

hermetic_python_runtime = rule(
    implementation = _hermetic_python_runtime_impl,
    doc = """What Python programs run with: an interpreter with its standard library.

```starlark
load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_runtime")

hermetic_python_runtime(
    name = "small",
    distribution = "@hermetic_python//:3.14_distribution",
    exec_distribution = "@hermetic_python//:3.14_distribution",
    stdlib = "minimal",
    stdlib_include = ["curses"],
)
```

Targets take it by their attribute `runtime`, or all of them by a toolchain:

```starlark
toolchain(
    name = "small_toolchain",
    toolchain = ":small",
    toolchain_type = "@rules_idk//rules:hermetic_python_runtime",
)
```

*Outputs:* `<name>.bin`, the runtime as one file, `R` in the documentation; of interpreters that cannot
be one, `<name>.tree`, a directory.

*Output groups:* `image`, `tree`, `packed`, `stdlib`. *Providers:* HermeticPythonRuntimeInfo,
`platform_common.ToolchainInfo` with the field `hermetic_python`.
""",
    attrs = library_attrs("what the interpreter itself needs", "none") | {
        "compression": compression_attr("best"),
        "distribution": attr.label(
            doc = "The CPython. Mandatory unless `interpreter` is given.",
            # Actions read it and nothing else does, so there is one directory of it and not one for
            # each configuration.
            cfg = "exec",
            providers = [HermeticPythonDistributionInfo],
        ),
        "docstrings": attr.bool(
            doc = "Whether the standard library keeps its docstrings. Left out: `True`.",
            default = True,
        ),
        "exec_distribution": attr.label(
            doc = "The same version for the machine that builds. Left out: `distribution`, which must run " +
                  "there.",
            cfg = "exec",
            providers = [HermeticPythonDistributionInfo],
        ),
        "exec_interpreter": attr.label(
            doc = "Like `exec_distribution`, from the Python rules. Left out: `distribution` or " +
                  "`interpreter`, which must run there.",
            cfg = "exec",
        ),
        "image": attr.string(
            doc = "Whether the interpreter can be made one file: `yes`, `no`, or `auto`, which is from " +
                  "CPython {} on. Left out: `auto`.".format(_FIRST_WITH_IMAGE),
            default = "auto",
            values = ["auto", "no", "yes"],
        ),
        "interpreter": attr.label(
            doc = "Instead of `distribution`: a `py_runtime` of the Python rules whose interpreter is " +
                  "relocatable, or `@rules_python//python:current_py_toolchain`. Left out: none.",
        ),
        "python_version": attr.string(
            doc = "The version of `interpreter`, such as `3.14`. Left out: what that says.",
        ),
        "stdlib": attr.string(
            doc = "How much of the standard library there is: `full`, or `minimal` without what few " +
                  "programs need. Left out: `full`.",
            default = "full",
            values = ["full", "minimal"],
        ),
        "stdlib_exclude": attr.string_list(
            doc = "Modules that are left out. Left out: none.",
        ),
        "stdlib_extensions": attr.string_list(
            doc = "Extension modules that are kept although they are files of their own, such as `_dbm`; " +
                  "`*` and `?` match. Left out: none.",
        ),
        "stdlib_include": attr.string_list(
            doc = "Modules that are kept although `stdlib` leaves them out. Left out: none.",
        ),
        "stdlib_sources": attr.bool(
            doc = "Whether the sources of the standard library are there, so that tracebacks show its " +
                  "lines. Left out: `False`.",
        ),
        "_stem": attr.label(
            default = "//tools/cmd/pylaunch",
            executable = True,
            cfg = "target",
        ),
    },
    provides = [HermeticPythonRuntimeInfo, platform_common.ToolchainInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
