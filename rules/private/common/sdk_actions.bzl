"""One function per action on atoms and IDKs: which files go where; `idkit` decides the rest."""

load("//rules/private/common:attrs.bzl", "path_in_repository")
load("//rules/private/common:run.bzl", "param_file", "run_idkit")

# These run in `map_each`: only there are paths those of the action's own sandbox.

def _file_of_atom(file):
    return json.encode({"dest": file.dest, "path": file.file.short_path})

def _shard(shard):
    return json.encode({
        "dest": shard.dest,
        "file": shard.file.path,
        "include_path": shard.include_path,
        "label": shard.label,
        "path": shard.file.short_path,
    })

def _content(content):
    return json.encode({
        "dest": content.dest,
        "file": content.file.path,
        "path": content.file.short_path,
    })

def _dep(dep):
    return json.encode({
        "category": dep.category,
        "id": dep.id,
        "label": dep.label,
        "name": dep.name,
        "shards": dep.shards,
        "type": dep.type,
    })

def _place_of_entry(entry):
    if not entry.file or not entry.include_path:
        return None
    path = path_in_repository(entry.file)
    return "pkg/" + (path if entry.include_path == "." else path.removeprefix(entry.include_path + "/"))

def _json_of_atom(atom):
    return atom.json.path

def _molecule(molecule):
    return json.encode({
        "category": molecule.category,
        "deps": molecule.deps,
        "label": molecule.label,
    })

def _file_of_idk(file):
    return json.encode({"dest": file.dest, "file": file.file.path, "label": file.label})

def _input(input):
    return json.encode({"label": input.label, "path": input.file.path})

def build_atom(ctx, *, atom, api, areas, legacy, out, candidate, findings):
    """Checks and describes an atom (verb `atom build`, mnemonic `AtomBuild`).

    Args:
      ctx: rule context.
      atom: struct, see `make_atom`.
      api: struct(path, exempt), the golden's path in the workspace, or why there is none.
      areas: File or None, the list of areas.
      legacy: string, see the build setting of this name.
      out: File, the description.
      candidate: File or None, what the golden should be.
      findings: File, what is wrong with what the atom depends on.
    """
    args = param_file(ctx)
    args.add("--label", atom.label)
    args.add("--id", atom.id)
    args.add("--type", atom.type)
    if atom.data_type:
        args.add("--data-type", atom.data_type)
    args.add("--category", atom.category)
    if atom.name:
        args.add("--name", atom.name)
    args.add("--meta-dest", atom.meta_dest)
    inputs = [s.file for s in atom.shards] + [c.file for c in atom.api_contents]
    if atom.meta:
        args.add("--meta", atom.meta)
    if atom.meta_file:
        args.add("--meta-file", atom.meta_file)
        inputs.append(atom.meta_file)
    if not atom.stable:
        args.add("--unstable")
    if atom.area:
        args.add("--area", atom.area)
    if areas:
        args.add("--areas", areas)
        inputs.append(areas)
    args.add_all(atom.files, before_each = "--file", map_each = _file_of_atom)
    args.add_all(atom.shards, before_each = "--shard", map_each = _shard)
    args.add_all(atom.deps, before_each = "--dep", map_each = _dep)
    args.add_all(atom.below, before_each = "--below", map_each = _place_of_entry)
    outputs = [out, findings]
    if candidate:
        args.add("--api", api.path)
        args.add_all(atom.api_contents, before_each = "--api-content", map_each = _content)
        args.add("--api-output", candidate)
        outputs.append(candidate)
    elif api.exempt:
        args.add("--api-exempt", api.exempt)
    if legacy:
        args.add("--legacy", legacy)
    args.add("--findings", findings)
    args.add("--output", out)
    run_idkit(
        ctx,
        verb = ("atom", "build"),
        mnemonic = "AtomBuild",
        progress = "Checking the atom",
        args = args,
        inputs = inputs,
        outputs = outputs,
    )

def golden_arguments(golden):
    """Returns the arguments that actions and tests on a golden have in common.

    Args:
      golden: AtomGoldenInfo.

    Returns:
      list[string|File].
    """
    arguments = [
        "--candidate",
        golden.candidate,
        "--golden-path",
        golden.path,
        "--candidate-path",
        "bazel-bin/" + golden.candidate.short_path,
        "--update",
        golden.update,
    ]
    if golden.warn:
        arguments.append("--warn")
    if golden.golden:
        arguments += ["--golden", golden.golden]
    return golden.arguments + arguments

def check_atom_golden(ctx, *, golden, mnemonic, findings):
    """Compares what was made with its golden.

    For APIs that is the verb `atom check-api` and the mnemonic `AtomApiCheck`, for the contents of
    IDKs `idk check-contents` and `IdkContentsCheck`. It always succeeds; `show_findings` fails the
    build.

    Args:
      ctx: rule context.
      golden: AtomGoldenInfo.
      mnemonic: string.
      findings: File, the findings.
    """
    args = param_file(ctx)
    arguments = golden_arguments(golden)
    for argument in arguments[2:]:
        args.add(argument)
    args.add("--output", findings)
    run_idkit(
        ctx,
        verb = (arguments[0], arguments[1]),
        mnemonic = mnemonic,
        progress = "Comparing with its golden",
        args = args,
        inputs = [a for a in arguments if type(a) == "File"],
        outputs = [findings],
    )

def _add_group(ctx, args, group):
    """Adds a group of atoms; returns the files that are read."""
    args.add("--label", str(ctx.label))
    if group.category:
        args.add("--category", group.category)
    args.add_all(group.roots, before_each = "--root")
    args.add_all(group.molecules, before_each = "--molecule", map_each = _molecule)
    args.add_all(group.atoms, before_each = "--atom", map_each = _json_of_atom)
    if not group.areas:
        return []
    args.add("--areas", group.areas)
    return [group.areas]

def check_molecule(ctx, *, group, inputs, findings):
    """Checks a group of atoms as a whole (verb `atom check`, mnemonic `AtomCheck`).

    It always succeeds; `show_findings` fails the build.

    Args:
      ctx: rule context.
      group: struct(category, roots, molecules, atoms, areas): `category` is the most private one
        that an atom may have, or empty; `roots` are canonical labels; `molecules` and `atoms` as
        in MoleculeInfo; `areas` is a File or None.
      inputs: depset[File], the descriptions of `group.atoms`.
      findings: File, the findings.
    """
    args = param_file(ctx)
    direct = _add_group(ctx, args, group)
    args.add("--output", findings)
    run_idkit(
        ctx,
        verb = ("atom", "check"),
        mnemonic = "AtomCheck",
        progress = "Checking the atoms of",
        args = args,
        inputs = depset(direct, transitive = [inputs]),
        outputs = [findings],
    )

def export_idk(
        ctx,
        *,
        group,
        version,
        host,
        target_cpus,
        files,
        inputs,
        directory,
        contents,
        digests,
        report):
    """Makes an IDK (verb `idk export`, mnemonic `IdkExport`).

    Args:
      ctx: rule context.
      group: struct, see `check_molecule`.
      version: string, the id of the IDK.
      host: string, the host triple.
      target_cpus: list[string].
      files: depset[struct(label, dest, file)], the files of all atoms.
      inputs: depset[File], these and the descriptions of the atoms.
      directory: File, the directory of the IDK.
      contents: File, the list of its elements.
      digests: File, the SHA-256 sums of its files.
      report: File, what was left out.
    """
    args = param_file(ctx)
    direct = _add_group(ctx, args, group)
    args.add("--version", version)
    args.add("--host", host)
    args.add_all(target_cpus, before_each = "--target")
    args.add_all(files, before_each = "--file", map_each = _file_of_idk)
    args.add_all([directory], before_each = "--output", expand_directories = False)
    args.add("--contents", contents)
    args.add("--digests", digests)
    args.add("--report", report)
    run_idkit(
        ctx,
        verb = ("idk", "export"),
        mnemonic = "IdkExport",
        progress = "Exporting",
        args = args,
        inputs = depset(direct, transitive = [inputs]),
        outputs = [directory, contents, digests, report],
    )

def archive_idk(ctx, *, directory, out):
    """Packs an IDK (verb `idk archive`, mnemonic `IdkArchive`).

    Args:
      ctx: rule context.
      directory: File, the directory of the IDK.
      out: File, the archive; its name says of which kind.
    """
    args = param_file(ctx)
    args.add_all([directory], before_each = "--idk", expand_directories = False)
    args.add("--output", out)
    run_idkit(
        ctx,
        verb = ("idk", "archive"),
        mnemonic = "IdkArchive",
        progress = "Packing the IDK",
        args = args,
        inputs = [directory],
        outputs = [out],
    )

def merge_idks(ctx, *, idks, version, host, target_cpus, directory, contents, digests):
    """Merges IDKs (verb `idk merge`, mnemonic `IdkMerge`).

    Args:
      ctx: rule context.
      idks: list[struct(label, file)], directories or archives.
      version: string, the id of the result; empty when all have the same.
      host: string, the host triple; empty for that of the inputs.
      target_cpus: list[string], the order of the target CPUs; empty for the usual one.
      directory: File, the directory of the IDK.
      contents: File, the list of its elements.
      digests: File, the SHA-256 sums of its files.
    """
    args = param_file(ctx)
    args.add_all(idks, before_each = "--input", map_each = _input)
    if version:
        args.add("--version", version)
    if host:
        args.add("--host", host)
    args.add_all(target_cpus, before_each = "--target")
    args.add_all([directory], before_each = "--output", expand_directories = False)
    args.add("--contents", contents)
    args.add("--digests", digests)
    run_idkit(
        ctx,
        verb = ("idk", "merge"),
        mnemonic = "IdkMerge",
        progress = "Merging IDKs into",
        args = args,
        inputs = [idk.file for idk in idks],
        outputs = [directory, contents, digests],
    )
