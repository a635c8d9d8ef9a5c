"""One function per action that makes a Python program: `idkit` decides what is in it."""

load("//rules/private/common:run.bzl", "param_file", "run_idkit")
load("//rules/private/python:paths.bzl", "is_interpreter_link", "rlocation_path")
load("//rules/private/python:runtime_actions.bzl", "add_interpreter")

# These run in `map_each`: only there are paths those of the action's own sandbox.

def _source(source):
    return json.encode({
        "file": source.file.path,
        "label": source.label,
        "path": rlocation_path(source.file),
    })

def _embedded_file(file):
    # Of programs that are data: they make such links themselves where they have none.
    if is_interpreter_link(file):
        return None
    return json.encode({
        "file": file.path,
        "label": _owner(file),
        "path": rlocation_path(file),
    })

def _external_file(file):
    return json.encode({"label": _owner(file), "path": rlocation_path(file)})

def _embedded_placed_file(placed):
    return json.encode({
        "file": placed.file.path,
        "label": _owner(placed.file),
        "path": placed.path,
    })

def _external_placed_file(placed):
    return json.encode({"label": _owner(placed.file), "path": placed.path})

def _member(member):
    return json.encode({"archive": member.archive.path, "label": member.label, "name": member.name})

def _owner(file):
    return str(file.owner) if file.owner else ""

def compile_sources(ctx, *, sources, compiler, label, out, pyz = None):
    """Compiles modules (verb `py compile`, mnemonic `PyCompile`).

    Args:
      ctx: context of a rule or an aspect.
      sources: list[struct(file, label)], the sources and who brings them.
      compiler: HermeticPythonDistributionInfo, the interpreter that compiles.
      label: Label of the library.
      out: File, the archive.
      pyz: struct(file, label) or None, a zip application whose members are sources and data.
    """
    args = param_file(ctx)
    add_interpreter(args, "--interpreter", compiler)
    args.add("--label", str(label))
    args.add_all(sources, before_each = "--source", map_each = _source)
    applications = [pyz] if pyz else []
    args.add_all(applications, before_each = "--pyz", map_each = _source)
    args.add("--out", out)
    run_idkit(
        ctx,
        verb = ("py", "compile"),
        mnemonic = "PyCompile",
        progress = "Compiling the Python of",
        args = args,
        inputs = [s.file for s in sources + applications] + [compiler.directory],
        outputs = [out],
    )

def _add_program(args, program, external, meta):
    """Adds what a program consists of to a command line; returns the files that are read."""
    args.add("--meta", json.encode(meta))
    args.add_all(program.archives, before_each = "--archive")
    args.add_all(
        program.files,
        before_each = "--file",
        map_each = _external_file if external else _embedded_file,
    )
    args.add_all(
        program.placed,
        before_each = "--file",
        map_each = _external_placed_file if external else _embedded_placed_file,
    )
    files = program.files + [p.file for p in program.placed]

    # What is in directories is not known before they are there.
    return [f for f in files if f.is_directory or not external]

def _add_form(args, form, runtime, compression, path, size_limit):
    """Adds what stands in front of a program to a command line; returns the files that are read."""
    args.add("--form", form)
    args.add("--stdlib", runtime.stdlib)
    inputs = [runtime.stdlib]
    if runtime.file:
        args.add("--image" if form == "direct" else "--runtime", runtime.file)
        inputs.append(runtime.file)
    if runtime.path:
        args.add("--runtime-path", runtime.path)
        args.add("--bundle-path", path)
    if runtime.stem:
        args.add("--carrier", runtime.stem)
        inputs.append(runtime.stem)
    if compression:
        args.add("--compression", compression)
    if size_limit:
        args.add("--size-limit", str(size_limit))
    return inputs

def link_program(
        ctx,
        *,
        form,
        runtime,
        program,
        external,
        meta,
        compression,
        out,
        manifest = None,
        path = "",
        size_limit = 0):
    """Puts a program together (verb `py link`, mnemonic `PyLink`).

    Args:
      ctx: rule context.
      form: string: `archive`, without any runtime; `thin` or `tree`, which find it beside them;
        `direct` or `packed`, which have it inside.
      runtime: struct(file, path, stdlib, stem): `file` is a File that is put in, or None; `path` is
        where the runtime is at run time, below the root of runfiles, or empty; `stdlib` is a File;
        `stem` is a File or None.
      program: struct, see `collect_program`.
      external: bool, whether its files are beside the program at run time.
      meta: dict, what the program says of itself.
      compression: string, how well its modules and data are compressed, or empty.
      out: File, the program.
      manifest: File or None, what is in it.
      path: string, where the program is at run time, for `thin` and `tree`.
      size_limit: int, the largest size in bytes, or 0.
    """
    args = param_file(ctx)
    inputs = _add_program(args, program, external, meta)
    inputs += _add_form(args, form, runtime, compression, path, size_limit)
    args.add("--out", out)
    outputs = [out]
    if manifest:
        args.add("--manifest", manifest)
        outputs.append(manifest)
    run_idkit(
        ctx,
        verb = ("py", "link"),
        mnemonic = "PyLink",
        progress = "Linking",
        args = args,
        inputs = depset(inputs, transitive = [program.archives]),
        outputs = outputs,
    )

def link_suite(
        ctx,
        *,
        form,
        runtime,
        members,
        meta,
        compression,
        out,
        manifest,
        path = "",
        size_limit = 0):
    """Puts many programs into one file (verb `py link`, mnemonic `PyLink`).

    Args:
      ctx: rule context.
      form: string, see `link_program`.
      runtime: struct, see `link_program`.
      members: list[struct(name, label, archive)], the programs: `archive` is a File of the form
        `archive`.
      meta: dict, what the suite says of itself.
      compression: string, how well modules and data are compressed, or empty.
      out: File, the suite.
      manifest: File, what is in it.
      path: string, where the suite is at run time, for `thin` and `tree`.
      size_limit: int, the largest size in bytes, or 0.
    """
    args = param_file(ctx)
    args.add("--meta", json.encode(meta))
    args.add_all(members, before_each = "--test", map_each = _member)
    inputs = [m.archive for m in members]
    inputs += _add_form(args, form, runtime, compression, path, size_limit)
    args.add("--out", out)
    args.add("--manifest", manifest)
    run_idkit(
        ctx,
        verb = ("py", "link"),
        mnemonic = "PyLink",
        progress = "Linking",
        args = args,
        inputs = inputs,
        outputs = [out, manifest],
    )

def zip_program(ctx, *, program, meta, out):
    """Makes a zip application, for any interpreter (verb `py link`, mnemonic `PyLink`).

    Args:
      ctx: rule context.
      program: struct, see `collect_program`.
      meta: dict, what the program says of itself.
      out: File, the application.
    """
    args = param_file(ctx)
    inputs = _add_program(args, program, False, meta)
    args.add("--pyz", out)
    run_idkit(
        ctx,
        verb = ("py", "link"),
        mnemonic = "PyLink",
        progress = "Zipping",
        args = args,
        inputs = depset(inputs, transitive = [program.archives]),
        outputs = [out],
    )

def check_libraries(ctx, *, archive, runtime, libc_max, allowlist, findings):
    """Checks what native code needs of the system (verb `py libcheck`, mnemonic `PyLibcheck`).

    It always succeeds; `show_findings` fails the build.

    Args:
      ctx: rule context.
      archive: File, the program without its runtime.
      runtime: HermeticPythonRuntimeInfo.
      libc_max: string, the newest version of the C library, or empty.
      allowlist: list[string], further libraries of the system.
      findings: File, the findings.
    """
    args = param_file(ctx)
    args.add("--label", str(ctx.label))
    args.add("--bundle", archive)
    add_interpreter(args, "--interpreter", runtime.distribution)
    if libc_max:
        args.add("--libc-max", libc_max)
    args.add_all(allowlist, before_each = "--allow")
    args.add("--findings", findings)
    run_idkit(
        ctx,
        verb = ("py", "libcheck"),
        mnemonic = "PyLibcheck",
        progress = "Checking the libraries of",
        args = args,
        inputs = [archive, runtime.distribution.directory],
        outputs = [findings],
    )

def lint_imports(ctx, *, archive, libraries, runtime, findings):
    """Looks for imports that the runtime cannot serve (verb `py lint`, mnemonic `PyLint`).

    It always succeeds; `show_findings` fails the build.

    Args:
      ctx: rule context.
      archive: File, the program without its runtime.
      libraries: depset[File], the archives of compiled modules that it was made of.
      runtime: HermeticPythonRuntimeInfo.
      findings: File, the findings.
    """
    args = param_file(ctx)
    args.add("--stdlib", runtime.stdlib)
    args.add("--bundle", archive)
    args.add_all(libraries, before_each = "--archive")

    # Users cannot change others, so hints do not name them.
    if not runtime.label.workspace_name:
        args.add("--runtime", str(runtime.label))
    args.add("--findings", findings)
    run_idkit(
        ctx,
        verb = ("py", "lint"),
        mnemonic = "PyLint",
        progress = "Checking the imports of",
        args = args,
        inputs = depset([archive, runtime.stdlib], transitive = [libraries]),
        outputs = [findings],
    )
