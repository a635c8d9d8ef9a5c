"""The aspect that compiles each Python library once, however many programs use it."""

load("@rules_python//python:py_info.bzl", "PyInfo")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/providers:hermetic_python_library_info.bzl", "HermeticPythonLibraryInfo")
load("//rules/private/python:bundle_actions.bzl", "compile_sources")
load("//rules/private/python:toolchain.bzl", "OPTIONAL_RUNTIME_TOOLCHAIN", "toolchain_runtime")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

# The tag of a library whose modules must be files at run time.
ZIP_UNSAFE = "zip_unsafe"

def _hermetic_python_compile_aspect_impl(target, ctx):
    if PyInfo not in target:
        return []
    below = [
        d[HermeticPythonLibraryInfo]
        for d in getattr(ctx.rule.attr, "deps", [])
        if HermeticPythonLibraryInfo in d
    ]
    runtime = toolchain_runtime(ctx)
    sources = [f for f in getattr(ctx.rule.files, "srcs", []) if f.extension == "py"]
    archives = []
    if runtime and sources:
        archive = ctx.actions.declare_file(target.label.name + ".hpa")
        label = canonical_label(target.label)
        compile_sources(
            ctx,
            sources = [struct(file = f, label = label) for f in sources],
            compiler = runtime.compiler,
            label = target.label,
            out = archive,
        )
        archives.append(archive)
    return [HermeticPythonLibraryInfo(
        archives = depset(archives, transitive = [b.archives for b in below], order = "postorder"),
        compiler = runtime.compiler.directory if runtime else None,
        # Without a runtime nothing is compiled, and a program compiles it itself.
        sources = depset(sources if runtime else [], transitive = [b.sources for b in below]),
        zip_safe = ZIP_UNSAFE not in ctx.rule.attr.tags and all([b.zip_safe for b in below]),
    )]

hermetic_python_compile_aspect = aspect(
    implementation = _hermetic_python_compile_aspect_impl,
    attr_aspects = ["deps"],
    doc = "Compiles the sources of everything with PyInfo.",
    provides = [],
    toolchains = [
        config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE),
        OPTIONAL_RUNTIME_TOOLCHAIN,
    ],
)
