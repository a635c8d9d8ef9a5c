"""One function per action that makes a Python runtime: `idkit` decides what is in it."""

load("//rules/private/common:run.bzl", "param_file", "run_idkit")

# What is kept of a distribution: a runtime leaves out more, as its attributes say.
EVERYTHING = struct(exclude = [], extensions = [], include = [], stdlib = "all")

# These run in `map_each`: only there are paths those of the action's own sandbox.

def _root_of_interpreter(file):
    return file.dirname.rpartition("/")[0] or "."

def add_interpreter(args, flag, distribution):
    """Adds the path of an interpreter to a command line.

    Args:
      args: Args.
      flag: string.
      distribution: HermeticPythonDistributionInfo; its directory must be an input.
    """
    args.add_all(
        [distribution.directory],
        before_each = flag,
        expand_directories = False,
        format_each = "%s/bin/python" + distribution.python_version,
    )

def _add_directory(args, flag, directory):
    args.add_all([directory], before_each = flag, expand_directories = False)

def _add_stdlib_options(args, options):
    args.add("--stdlib", options.stdlib)
    args.add_all(options.include, before_each = "--include")
    args.add_all(options.exclude, before_each = "--exclude")
    args.add_all(options.extensions, before_each = "--extension")

def unpack_distribution(ctx, *, marker, files, options, out):
    """Makes a directory of a CPython distribution (verb `py unpack`, mnemonic `PyUnpack`).

    Args:
      ctx: rule context.
      marker: File, which says where the distribution is: its list `files.json`, or its interpreter.
      files: list[File] or depset[File], all files.
      options: struct(stdlib, include, exclude, extensions), what is kept.
      out: File, the directory.
    """
    args = param_file(ctx)
    if marker.basename == "files.json":
        args.add("--distribution", marker)
    else:
        args.add_all([marker], before_each = "--distribution", map_each = _root_of_interpreter)
    _add_stdlib_options(args, options)
    _add_directory(args, "--out", out)
    run_idkit(
        ctx,
        verb = ("py", "unpack"),
        mnemonic = "PyUnpack",
        progress = "Unpacking Python for",
        args = args,
        inputs = files,
        outputs = [out],
    )

def compile_stdlib(ctx, *, distribution, compiler, options, sources, docstrings, out):
    """Makes the archive of a standard library (verb `py stdlib`, mnemonic `PyStdlib`).

    Args:
      ctx: rule context.
      distribution: HermeticPythonDistributionInfo, whose library it is.
      compiler: HermeticPythonDistributionInfo, what compiles it.
      options: struct, see `unpack_distribution`.
      sources: bool, whether sources are in it.
      docstrings: bool, whether docstrings are in it.
      out: File, the archive.
    """
    args = param_file(ctx)
    _add_directory(args, "--distribution", distribution.directory)
    add_interpreter(args, "--interpreter", compiler)
    _add_stdlib_options(args, options)
    if sources:
        args.add("--sources")
    if not docstrings:
        args.add("--no-docstrings")
    args.add("--out", out)
    run_idkit(
        ctx,
        verb = ("py", "stdlib"),
        mnemonic = "PyStdlib",
        progress = "Compiling the standard library of",
        args = args,
        inputs = [distribution.directory, compiler.directory],
        outputs = [out],
    )

def make_image(ctx, *, distribution, stdlib, out):
    """Makes a runtime that is one executable (verb `py image`, mnemonic `PyImage`).

    Args:
      ctx: rule context.
      distribution: HermeticPythonDistributionInfo.
      stdlib: File, the archive of its standard library.
      out: File, the executable.
    """
    args = param_file(ctx)
    add_interpreter(args, "--interpreter", distribution)
    args.add("--stdlib", stdlib)
    args.add("--out", out)
    run_idkit(
        ctx,
        verb = ("py", "image"),
        mnemonic = "PyImage",
        progress = "Making one file of",
        args = args,
        inputs = [distribution.directory, stdlib],
        outputs = [out],
    )

def make_tree(ctx, *, distribution, stdlib, out):
    """Makes a runtime that is a directory (verb `py tree`, mnemonic `PyTree`).

    Args:
      ctx: rule context.
      distribution: HermeticPythonDistributionInfo.
      stdlib: File, the archive of its standard library.
      out: File, the directory.
    """
    args = param_file(ctx)
    add_interpreter(args, "--interpreter", distribution)
    args.add("--stdlib", stdlib)
    _add_directory(args, "--out", out)
    run_idkit(
        ctx,
        verb = ("py", "tree"),
        mnemonic = "PyTree",
        progress = "Making a directory of",
        args = args,
        inputs = [distribution.directory, stdlib],
        outputs = [out],
    )

def pack_runtime(ctx, *, image, tree, compression, compiler, out):
    """Compresses a runtime (verb `py pack`, mnemonic `PyPack`).

    Args:
      ctx: rule context.
      image: File or None, the runtime as one file.
      tree: File or None, the runtime as a directory, if there is no `image`.
      compression: string, how well.
      compiler: HermeticPythonDistributionInfo, which compresses best.
      out: File, the archive.
    """
    args = param_file(ctx)
    if image:
        args.add("--image", image)
    else:
        _add_directory(args, "--tree", tree)
    args.add("--compression", compression)
    inputs = [image or tree]
    if compression == "max":
        add_interpreter(args, "--interpreter", compiler)
        inputs.append(compiler.directory)
    args.add("--out", out)
    run_idkit(
        ctx,
        verb = ("py", "pack"),
        mnemonic = "PyPack",
        progress = "Compressing",
        args = args,
        inputs = inputs,
        outputs = [out],
    )
