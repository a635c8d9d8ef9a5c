"""What tests and programs have in common: everything but how they are called."""

load("//rules/private/common:actions.bzl", "show_findings")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/providers:hermetic_python_archive_info.bzl", "HermeticPythonArchiveInfo")
load("//rules/private/python:bundle_actions.bzl", "check_libraries", "link_program", "lint_imports", "zip_program")
load("//rules/private/python:forms.bzl", "carrier_of", "choose_form", "interpreter_links", "is_beside", "runtime_files")
load("//rules/private/python:interpreter_args.bzl", "check_interpreter_args")
load("//rules/private/python:names.bzl", "check_name")
load("//rules/private/python:paths.bzl", "FOLDER", "MAIN", "rlocation_path")
load("//rules/private/python:program.bzl", "collect_program", "has_module")
load("//rules/private/python:pyz.bzl", "check_pyz")
load("//rules/private/python:toolchain.bzl", "runtime_of")

def declare_executable(ctx, *, runner, gc, shard_by = "", inherited_environment = []):
    """Declares a program in its form, and those of its output groups.

    Args:
      ctx: context of a rule with PROGRAM_ATTRS.
      runner: string, what runs the main module.
      gc: string, what the collector does at start.
      shard_by: string, how a test is divided.
      inherited_environment: list[string], what a test takes over from where Bazel runs.

    Returns:
      list of providers.
    """
    check_name(ctx)
    runner = check_pyz(ctx, runner)
    runtime = runtime_of(ctx)
    folder = ctx.label.name + FOLDER
    program = collect_program(ctx, runtime = runtime, folder = folder)
    meta = _meta(ctx, runtime, program, runner, gc) | ({"shard_by": shard_by} if shard_by else {})
    form = choose_form(ctx, runtime)
    executable, runfiles = _executable(ctx, form, runtime, program, meta, folder)
    alone = _alone(ctx, form, runtime, program, meta, executable, folder)
    return [
        DefaultInfo(executable = executable, files = depset([executable]), runfiles = runfiles),
        HermeticPythonArchiveInfo(
            archive = alone["archive"],
            libraries = program.archives,
            manifest = alone["manifest"],
            runtime = runtime,
        ),
        OutputGroupInfo(
            _validation = depset([_validate(ctx, alone["archive"], program.archives, runtime, folder)]),
            **{group: depset([file]) for group, file in alone.items()}
        ),
        RunEnvironmentInfo(environment = meta["env"], inherited_environment = inherited_environment),
        coverage_common.instrumented_files_info(
            ctx,
            dependency_attributes = ["data", "deps"],
            extensions = ["py"],
            source_attributes = ["srcs"],
        ),
    ]

def _expand(ctx, attribute, value):
    """Returns a value of an attribute as py_test has it: with locations, Make variables, and `$` for `$$`."""
    return ctx.expand_make_variables(attribute, ctx.expand_location(value, ctx.attr.data), {})

def _arguments(ctx):
    """Returns the arguments of the rule as Bazel gives them to what it runs: expanded, and split as a shell does."""
    return [word for arg in ctx.attr.args for word in ctx.tokenize(_expand(ctx, "args", arg))]

def _meta(ctx, runtime, program, runner, gc):
    """Returns what a program says of itself, in every form."""
    return {
        "env": {name: _expand(ctx, "env", value) for name, value in ctx.attr.env.items()},
        "env_inherit": ctx.attr.env_inherit,
        "gc": gc,
        "interpreter_args": check_interpreter_args(ctx),
        "kind": "bundle",
        "label": canonical_label(ctx.label),
        "layout": "extract" if _is_extracted(ctx, program, runner) else "pack",
        "main": ctx.attr.main_module,
        "main_path": program.main_path,
        "python": runtime.python_version,
        "roots": program.roots,
        "runner": runner,
        "workspace": MAIN,
    } | ({"pyz": program.pyz} if program.pyz else {})

def _is_extracted(ctx, program, runner):
    if ctx.attr.layout != "auto":
        return ctx.attr.layout == "extract"
    if runner == "auto" and has_module(program, "pytest"):
        return True  # it may be what runs the test
    return not ctx.attr.zip_safe or not program.zip_safe or runner == "pytest"

def _executable(ctx, form, runtime, program, meta, folder):
    """Declares what Bazel runs; returns it and what it needs beside it."""
    executable = ctx.actions.declare_file(ctx.label.name)

    # What has its files inside gets them beside it as well, for TEST_SRCDIR says that they are.
    alias, files = "", program.files
    if is_beside(form):
        interpreter = interpreter_links(ctx, form = form, runtime = runtime, executable = executable, folder = folder)
        alias = interpreter.path
        files = files + interpreter.files + runtime_files(form, runtime)
        if meta["layout"] == "extract":
            files = files + program.sources
    _link(
        ctx,
        form = form,
        runtime = runtime,
        program = program,
        # What Bazel runs gets the arguments of the rule from Bazel.
        meta = meta | {"alias": alias, "args": []},
        out = executable,
    )
    return executable, ctx.runfiles(files, root_symlinks = {p.path: p.file for p in program.placed})

def _alone(ctx, form, runtime, program, meta, executable, folder):
    """Declares what goes elsewhere; returns the file of each output group."""
    base = ctx.label.name.rpartition("/")[2]
    meta = meta | {"alias": "", "args": _arguments(ctx)}
    archive = ctx.actions.declare_file(folder + "/program.hpa")
    manifest = ctx.actions.declare_file(folder + "/manifest.json")
    _link(ctx, form = "archive", runtime = runtime, program = program, meta = meta, out = archive, manifest = manifest)
    pyz = ctx.actions.declare_file("{}/{}.pyz".format(folder, base))
    zip_program(ctx, program = program, meta = meta, out = pyz)
    groups = {"archive": archive, "manifest": manifest, "pyz": pyz}
    for other in ["packed"] + (["direct"] if runtime.image else []):
        if other == form and not ctx.attr.args:
            groups[other] = executable
            continue

        # The file has the name of the target, for that is what users see.
        groups[other] = ctx.actions.declare_file("{}/{}/{}".format(folder, other, base))
        _link(ctx, form = other, runtime = runtime, program = program, meta = meta, out = groups[other])
    return groups

def _link(ctx, *, form, runtime, program, meta, out, manifest = None):
    """Links the program in one of the forms, or as an archive."""
    link_program(
        ctx,
        form = form,
        runtime = carrier_of(form, runtime, ctx.attr.compression),
        program = program,
        # Members of a zip application are nowhere but inside, and the other files with them.
        external = is_beside(form) and not program.pyz,
        meta = meta,
        compression = ctx.attr.compression,
        out = out,
        manifest = manifest,
        path = rlocation_path(out),
        size_limit = 0 if form == "archive" else ctx.attr.size_limit,
    )

def _validate(ctx, archive, libraries, runtime, folder):
    natives = ctx.actions.declare_file(folder + "/libraries.json")
    check_libraries(
        ctx,
        archive = archive,
        runtime = runtime,
        libc_max = ctx.attr.libc_max or runtime.libc_max,
        allowlist = runtime.library_allowlist + ctx.attr.library_allowlist,
        findings = natives,
    )
    imports = ctx.actions.declare_file(folder + "/imports.json")
    lint_imports(ctx, archive = archive, libraries = libraries, runtime = runtime, findings = imports)
    validated = ctx.actions.declare_file(folder + "/validated")
    show_findings(ctx, findings = [imports, natives], out = validated)
    return validated
