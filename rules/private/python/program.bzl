"""What a Python program consists of: its own modules, those of its libraries, files beside them."""

load("@rules_python//python:py_info.bzl", "PyInfo")
load("//rules/private/common:messages.bzl", "bad_attribute", "canonical_label", "display_label")
load("//rules/private/providers:hermetic_python_library_info.bzl", "HermeticPythonLibraryInfo")
load("//rules/private/python:bundle_actions.bzl", "compile_sources")
load("//rules/private/python:paths.bzl", "MAIN", "rlocation_path")

def collect_program(ctx, *, runtime, folder):
    """Compiles what is not compiled yet, and lists what belongs to a program.

    Args:
      ctx: context of a rule with PROGRAM_ATTRS.
      runtime: HermeticPythonRuntimeInfo.
      folder: string, where outputs go, relative to the package.

    Returns:
      struct(archives, files, placed, pyz, sources, main_path, roots, zip_safe): `archives` is
      depset[File]; `files` is list[File], what is at its own place at run time; `placed` is
      list[struct(path, file)], what is elsewhere; `pyz` is the directory that the members of a zip
      application are in, or empty; `sources` is list[File]; `main_path` is where the
      main file is, or empty; `roots` are the directories that modules are looked for in.
    """
    own = [f for f in ctx.files.srcs if f.extension == "py"]
    main = None if ctx.file.pyz else _main(ctx, own)
    if main and main not in own:
        own.append(main)
    libraries = [d[HermeticPythonLibraryInfo] for d in ctx.attr.deps]

    # What other interpreters compiled is of no use to this one.
    libraries = [lib for lib in libraries if lib.compiler == runtime.compiler.directory]
    compiled = {f: True for f in depset(transitive = [lib.sources for lib in libraries]).to_list()}
    sources = [
        f
        for f in depset(transitive = [d[PyInfo].transitive_sources for d in ctx.attr.deps]).to_list()
        if f.extension == "py"
    ]
    label = canonical_label(ctx.label)
    here = [struct(file = f, label = label) for f in own if f not in compiled]
    mine = {f: True for f in own}
    here += [
        struct(file = f, label = canonical_label(f.owner))
        for f in sources
        if f not in compiled and f not in mine
    ]
    archives = []
    if here or ctx.file.pyz:
        archive = ctx.actions.declare_file(folder + "/own.hpa")
        compile_sources(
            ctx,
            sources = here,
            compiler = runtime.compiler,
            label = ctx.label,
            out = archive,
            pyz = struct(file = ctx.file.pyz, label = canonical_label(ctx.file.pyz.owner)) if ctx.file.pyz else None,
        )
        archives.append(archive)
    modules = mine | {f: True for f in sources}
    all_sources = own + [f for f in sources if f not in mine]
    files, placed = _files(ctx, modules)
    main_path = rlocation_path(main) if main else ""
    pyz = rlocation_path(ctx.file.pyz) if ctx.file.pyz else ""
    if pyz and not ctx.attr.main_module:
        main_path = pyz + "/__main__.py"
    return struct(
        archives = depset(archives, transitive = [lib.archives for lib in libraries], order = "postorder"),
        files = files,
        main_path = main_path,
        placed = placed,
        pyz = pyz,
        roots = _roots(ctx, pyz or main_path.rpartition("/")[0], all_sources),
        sources = all_sources,
        zip_safe = all([lib.zip_safe for lib in libraries]),
    )

def has_module(program, name):
    """Says whether a program brings a package or a module.

    Args:
      program: struct, see `collect_program`.
      name: string, without dots.

    Returns:
      bool.
    """
    places = {"{}/{}{}".format(root, name, end): True for root in program.roots for end in ["/__init__.py", ".py"]}
    return any([rlocation_path(f) in places for f in program.sources])

def _main(ctx, own):
    """Returns the main file, or None when a module is named instead."""
    if ctx.attr.main_module:
        if ctx.file.main:
            bad_attribute(
                ctx.label,
                "main_module",
                repr(ctx.attr.main_module),
                "nothing beside `main`",
                "buildozer 'remove main_module' " + display_label(ctx.label),
            )
        return None
    if ctx.file.main:
        return ctx.file.main
    base = ctx.label.name.rpartition("/")[2] + ".py"
    named = [f for f in own if f.basename == base]
    if len(named) != 1:
        named = own
    if len(named) == 1:
        return named[0]
    return bad_attribute(
        ctx.label,
        "main",
        "nothing",
        "the file to run, for " + ("`srcs` has no file" if not own else "none of the {} files in `srcs` is `{}`".format(len(own), base)),
        "buildozer 'set main \"{}\"' {}".format(own[0].basename if own else base, display_label(ctx.label)),
    )

def _files(ctx, modules):
    """Lists what is not a module: at its own place, and elsewhere."""
    runfiles = ctx.runfiles().merge_all([d[DefaultInfo].default_runfiles for d in ctx.attr.deps])
    files = {f: True for f in runfiles.files.to_list() if f not in modules}
    files |= {f: True for f in ctx.files.srcs if f not in modules}

    # Data that is Python as well is meant to be a file.
    data = ctx.runfiles(ctx.files.data).merge_all([d[DefaultInfo].default_runfiles for d in ctx.attr.data])
    files |= {f: True for f in data.files.to_list()}
    placed = []
    for r in [runfiles, data]:
        placed += [struct(file = s.target_file, path = MAIN + "/" + s.path) for s in r.symlinks.to_list()]
        placed += [struct(file = s.target_file, path = s.path) for s in r.root_symlinks.to_list()]
    for target, place in ctx.attr.native.items():
        for file in target[DefaultInfo].files.to_list():
            placed.append(struct(
                file = file,
                path = "{}/{}{}".format(_repository(ctx.label), place.strip("/") + "/" if place.strip("/") else "", file.basename),
            ))
    return files.keys(), placed

def _repository(label):
    return label.workspace_name or MAIN

def _roots(ctx, first, sources):
    """Lists the directories that modules are looked for in, as the Python rules order them."""
    roots = {}
    if first:
        roots[first] = True
    package = "/".join([part for part in [_repository(ctx.label), ctx.label.package] if part])
    for path in ctx.attr.imports:
        roots[_normalize(ctx, package, path)] = True
    for d in ctx.attr.deps:
        for path in d[PyInfo].imports.to_list():
            roots[path] = True
    roots[MAIN] = True
    for repository in sorted({rlocation_path(f).partition("/")[0]: True for f in sources}):
        roots[repository] = True
    return roots.keys()

def _normalize(ctx, package, path):
    parts = package.split("/")
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ["", "."]:
            parts.append(part)
        if not parts or path.startswith("/"):
            bad_attribute(
                ctx.label,
                "imports",
                repr(path),
                "a directory of this repository, relative to the package",
                "buildozer 'remove imports {}' {}".format(path, display_label(ctx.label)),
            )
    return "/".join(parts)
