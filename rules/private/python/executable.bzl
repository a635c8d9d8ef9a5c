"""What tests and programs have in common: everything but how they are called."""

load("//rules/private/common:actions.bzl", "show_findings")
load("//rules/private/common:messages.bzl", "bad_attribute", "canonical_label", "display_label")
load("//rules/private/providers:hermetic_python_archive_info.bzl", "HermeticPythonArchiveInfo")
load("//rules/private/python:bundle_actions.bzl", "check_libraries", "zip_program")
load("//rules/private/python:forms.bzl", "choose_form", "interpreter_links", "is_beside", "link_form", "runtime_files")
load("//rules/private/python:interpreter_args.bzl", "check_interpreter_args")
load("//rules/private/python:paths.bzl", "MAIN")
load("//rules/private/python:program.bzl", "collect_program")
load("//rules/private/python:toolchain.bzl", "runtime_of")

def declare_executable(ctx, *, runner, gc, shard_by = ""):
    """Declares a program in its form, and those of its output groups.

    Args:
      ctx: context of a rule with PROGRAM_ATTRS.
      runner: string, what runs the main module.
      gc: string, what the collector does at start.
      shard_by: string, how a test is divided.

    Returns:
      list of providers.
    """
    name = ctx.label.name
    _check_name(ctx)
    runtime = runtime_of(ctx)
    form = choose_form(ctx, runtime)
    folder = name + ".hpy"
    program = collect_program(ctx, runtime = runtime, folder = folder)
    extracted = _is_extracted(ctx, program, runner)
    env = _environment(ctx)

    executable = ctx.actions.declare_file(name)
    links = struct(files = [], path = "")
    if is_beside(form):
        links = interpreter_links(ctx, form = form, runtime = runtime, executable = executable, folder = folder)
    meta = {
        "env": env,
        "env_inherit": ctx.attr.env_inherit,
        "gc": gc,
        "interpreter_args": check_interpreter_args(ctx),
        "kind": "bundle",
        "label": canonical_label(ctx.label),
        "layout": "extract" if extracted else "pack",
        "main": ctx.attr.main_module,
        "main_path": program.main_path,
        "python": runtime.python_version,
        "roots": program.roots,
        "runner": runner,
        "workspace": MAIN,
    } | ({"shard_by": shard_by} if shard_by else {})
    link_form(
        ctx,
        form = form,
        runtime = runtime,
        compression = ctx.attr.compression,
        program = program,
        # What Bazel runs gets the arguments of the rule from Bazel.
        meta = meta | {"alias": links.path, "args": []},
        out = executable,
        size_limit = ctx.attr.size_limit,
    )
    alone = meta | {"alias": "", "args": ctx.attr.args}
    archive = ctx.actions.declare_file(folder + "/program.hpa")
    manifest = ctx.actions.declare_file(folder + "/manifest.json")
    pyz = ctx.actions.declare_file(folder + "/" + name.rpartition("/")[2] + ".pyz")
    link_form(
        ctx,
        form = "archive",
        runtime = runtime,
        compression = ctx.attr.compression,
        program = program,
        meta = alone,
        out = archive,
        manifest = manifest,
    )
    zip_program(ctx, program = program, meta = alone, out = pyz)
    groups = {"archive": [archive], "manifest": [manifest], "pyz": [pyz]}
    for other in ["packed"] + (["direct"] if runtime.image else []):
        if other == form and not ctx.attr.args:
            groups[other] = [executable]
            continue

        # The file has the name of the target, for it goes elsewhere.
        file = ctx.actions.declare_file("{}/{}/{}".format(folder, other, name.rpartition("/")[2]))
        link_form(
            ctx,
            form = other,
            runtime = runtime,
            compression = ctx.attr.compression,
            program = program,
            meta = alone,
            out = file,
            size_limit = ctx.attr.size_limit,
        )
        groups[other] = [file]

    runfiles = []
    if is_beside(form):
        runfiles = program.files + links.files + runtime_files(form, runtime)
        if extracted:
            runfiles = runfiles + program.sources
    return [
        DefaultInfo(
            executable = executable,
            files = depset([executable]),
            runfiles = ctx.runfiles(
                runfiles,
                root_symlinks = {p.path: p.file for p in program.placed} if is_beside(form) else {},
            ),
        ),
        HermeticPythonArchiveInfo(
            archive = archive,
            libraries = program.archives,
            manifest = manifest,
            runtime = runtime,
        ),
        OutputGroupInfo(
            _validation = depset([_validate(ctx, archive, runtime, folder)]),
            **{group: depset(files) for group, files in groups.items()}
        ),
        RunEnvironmentInfo(environment = env, inherited_environment = ctx.attr.env_inherit),
        coverage_common.instrumented_files_info(
            ctx,
            dependency_attributes = ["data", "deps"],
            extensions = ["py"],
            source_attributes = ["srcs"],
        ),
    ]

def _check_name(ctx):
    base = ctx.label.name.rpartition("/")[2]
    if base.startswith("python3"):
        bad_attribute(
            ctx.label,
            "name",
            repr(base),
            "a name that does not start with `python3`, for a runtime that is called by such a name is an interpreter",
            "buildozer 'set name run_{}' {}".format(base, display_label(ctx.label)),
        )

def _is_extracted(ctx, program, runner):
    if ctx.attr.layout != "auto":
        return ctx.attr.layout == "extract"
    return not ctx.attr.zip_safe or not program.zip_safe or runner == "pytest"

def _environment(ctx):
    return {
        name: ctx.expand_location(value, ctx.attr.data)
        for name, value in ctx.attr.env.items()
    }

def _validate(ctx, archive, runtime, folder):
    findings = ctx.actions.declare_file(folder + "/findings.json")
    check_libraries(
        ctx,
        archive = archive,
        runtime = runtime,
        libc_max = ctx.attr.libc_max or runtime.libc_max,
        allowlist = runtime.library_allowlist + ctx.attr.library_allowlist,
        findings = findings,
    )
    validated = ctx.actions.declare_file(folder + "/validated")
    show_findings(ctx, findings = [findings], out = validated)
    return validated
