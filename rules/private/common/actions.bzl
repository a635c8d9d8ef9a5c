"""One function per action kind: which files go where; `idkit` decides what is in them."""

load("//rules/private/common:run.bzl", "param_file", "run_idkit")

# These run in `map_each`: only there are paths those of the action's own sandbox.

def _source(file, label, include_path, deps, open = ()):
    """Describes a file to `idkit`: where it is, whose it is, what it may include."""
    return json.encode({
        "deps": deps,
        "file": file.path if file else "",
        "include_path": include_path,
        "label": label,
        "path": file.short_path if file else "",
    } | ({"open": open} if open else {}))

def _source_of_entry(entry):
    return _source(entry.file, entry.label, entry.include_path, entry.deps, entry.open)

def _source_of_shard(shard):
    return _source(shard.file, shard.label, None, shard.deps)

def _demand(demand):
    return json.encode(demand)

def _slot_of_shard(shard):
    return "{}={}".format(shard.slot, shard.label) if shard.slot else None

def _add_settings(args, settings):
    args.add("--generation", settings.generation)
    if settings.legacy:
        args.add("--legacy", settings.legacy)
    if settings.strict:
        args.add("--strict")

def _add_requirements(args, settings):
    args.add_all(settings.features, before_each = "--features")
    args.add_all(settings.must_offer_dictionaries, before_each = "--must-offer-dictionary")
    args.add_all(settings.must_offer_protocols, before_each = "--must-offer-protocol")
    args.add_all(settings.must_use_protocols, before_each = "--must-use-protocol")

def _add_manifest(args, root, includes, include_root):
    args.add_all([root], before_each = "--manifest", map_each = _source_of_shard)
    args.add_all(includes, before_each = "--include", map_each = _source_of_entry)
    if include_root:
        args.add("--include-root", include_root)

def include_manifest(ctx, *, root, includes, include_files, include_root, settings, out, provenance):
    """Resolves the includes of a manifest (verb `cml include`, mnemonic `CmlInclude`).

    Args:
      ctx: rule context.
      root: struct(label, file, deps), the manifest.
      includes: depset[struct], the shards that can be included, see `shard_entry`.
      include_files: depset[File], their files.
      include_root: string, the directory of the manifest's repository that `//` stands for; empty
        for its root.
      settings: struct, see `compile_settings`.
      out: File, the merged manifest.
      provenance: File, where each fact of `out` came from.
    """
    args = param_file(ctx)
    _add_manifest(args, root, includes, include_root)
    _add_settings(args, settings)
    args.add("--output", out)
    args.add("--provenance", provenance)
    run_idkit(
        ctx,
        verb = ("cml", "include"),
        mnemonic = "CmlInclude",
        progress = "Resolving the includes of",
        args = args,
        inputs = depset([root.file], transitive = [include_files]),
        outputs = [out, provenance],
    )

def compile_manifest(ctx, *, manifest, provenance, config_package_path, settings, out):
    """Validates and compiles a merged manifest (verb `cml compile`, mnemonic `CmlCompile`).

    Args:
      ctx: rule context.
      manifest: File, a manifest without includes.
      provenance: File, where each fact of `manifest` came from.
      config_package_path: string, where the configuration values are in the package.
      settings: struct, see `compile_settings`.
      out: File, the `.cm`.
    """
    args = param_file(ctx)
    args.add("--provenance", provenance)
    args.add("--config-package-path", config_package_path)
    _add_settings(args, settings)
    _add_requirements(args, settings)
    args.add("--output", out)
    args.add(manifest)
    run_idkit(
        ctx,
        verb = ("cml", "compile"),
        mnemonic = "CmlCompile",
        progress = "Compiling the manifest of",
        args = args,
        inputs = [manifest, provenance],
        outputs = [out],
    )

def check_expected_includes(
        ctx,
        *,
        root,
        includes,
        include_files,
        include_root,
        demands,
        settings,
        findings):
    """Looks for demanded shards that are not included (verb `cml expect`, mnemonic `CmlExpect`).

    It always succeeds; `show_findings` fails the build. So `--keep_going` shows all findings.

    Args:
      ctx: rule context.
      root: struct(label, file, deps), the manifest.
      includes: depset[struct], the shards that can be included, see `shard_entry`, and those that
        are demanded.
      include_files: depset[File], their files.
      include_root: string, see `include_manifest`.
      demands: depset[struct(by, shard, enforced)], see ExpectedIncludesInfo.
      settings: struct, see `compile_settings`.
      findings: File, the findings.
    """
    args = param_file(ctx)
    _add_manifest(args, root, includes, include_root)
    args.add_all(demands, before_each = "--demand", map_each = _demand)
    _add_settings(args, settings)
    args.add("--output", findings)
    run_idkit(
        ctx,
        verb = ("cml", "expect"),
        mnemonic = "CmlExpect",
        progress = "Checking what libraries expect of",
        args = args,
        inputs = depset([root.file], transitive = [include_files]),
        outputs = [findings],
    )

def merge_realm(
        ctx,
        *,
        base,
        shards,
        includes,
        include_files,
        settings,
        out,
        provenance,
        notes,
        child = None):
    """Merges a realm (verb `realm merge`, mnemonic `RealmMerge`).

    Args:
      ctx: rule context.
      base: struct(label, file, deps), the base manifest.
      shards: list[struct(label, file, slot, deps)], what is merged into it.
      includes: depset[struct], the manifest shards that all of them may include.
      include_files: depset[File], their files.
      settings: struct, see `compile_settings`.
      out: File, the merged manifest, without any include left.
      provenance: File, where each fact of `out` came from.
      notes: File, what was merged, dropped and promoted; input of the report.
      child: struct(name, url, environment, startup, on_terminate, pin) or None, the child that
        the realm gets or whose `url` is replaced; `pin` is a `package_manifest.json` or None.
    """
    args = param_file(ctx)
    args.add("--label", str(ctx.label))
    args.add_all([base], before_each = "--base", map_each = _source_of_shard)
    args.add_all(shards, before_each = "--shard", map_each = _source_of_shard)
    args.add_all(includes, before_each = "--include", map_each = _source_of_entry)
    args.add_all(shards, before_each = "--slot", map_each = _slot_of_shard)
    inputs = [base.file] + [s.file for s in shards]
    if child:
        args.add("--child", child.name)
        args.add("--child-url", child.url)
        args.add_all([child.environment], before_each = "--child-environment", omit_if_empty = True)
        args.add_all([child.startup], before_each = "--child-startup", omit_if_empty = True)
        args.add_all([child.on_terminate], before_each = "--child-on-terminate", omit_if_empty = True)
        if child.pin:
            args.add("--pin", child.pin)
            inputs.append(child.pin)
    _add_settings(args, settings)
    args.add("--output", out)
    args.add("--provenance", provenance)
    args.add("--notes", notes)
    run_idkit(
        ctx,
        verb = ("realm", "merge"),
        mnemonic = "RealmMerge",
        progress = "Merging the shards of",
        args = args,
        inputs = depset(inputs, transitive = [include_files]),
        outputs = [out, provenance, notes],
    )

def check_realm(ctx, *, realm, core, surroundings, settings, findings):
    """Looks for what is unwise in a realm (verb `realm check`, mnemonic `RealmCheck`).

    It always succeeds; `show_findings` fails the build. So `--keep_going` shows all findings.

    Args:
      ctx: rule context.
      realm: struct(manifest, provenance, notes), the realm.
      core: struct(manifest, provenance, child) or None, the realm below it, and its name there:
        the routes between the two are checked.
      surroundings: struct(packages, package_lists, children), see `realm_surroundings`.
      settings: struct, see `compile_settings`.
      findings: File, the findings.
    """
    args = param_file(ctx)
    args.add("--manifest", realm.manifest)
    args.add("--provenance", realm.provenance)
    args.add("--notes", realm.notes)
    inputs = [realm.manifest, realm.provenance, realm.notes]
    if core:
        args.add("--core", core.manifest)
        args.add("--core-provenance", core.provenance)
        args.add("--core-child", core.child)
        inputs += [core.manifest, core.provenance]
    args.add_all(surroundings.packages, before_each = "--package")
    args.add_all(surroundings.package_lists, before_each = "--package-list")
    args.add_all(surroundings.children, before_each = "--child-manifest", map_each = _child_manifest)
    inputs += surroundings.package_lists + [c.file for c in surroundings.children]
    _add_settings(args, settings)
    args.add("--output", findings)
    run_idkit(
        ctx,
        verb = ("realm", "check"),
        mnemonic = "RealmCheck",
        progress = "Checking the routes of",
        args = args,
        inputs = inputs,
        outputs = [findings],
    )

def _child_manifest(child):
    return json.encode(struct(
        file = child.file.path,
        label = child.label,
        package = child.package,
        path = child.file.short_path,
        resource = child.resource,
    ))

def list_facts(ctx, *, realm, subset, out):
    """Writes what a realm states, a fact on a line (verb `realm facts`, mnemonic `RealmFacts`).

    Args:
      ctx: rule context.
      realm: File, a merged manifest, a compiled one, or a report.
      subset: struct(sections, children, names), which facts; empty lists are all of them.
      out: File, the facts.
    """
    args = param_file(ctx)
    _add_subset(args, subset)
    args.add("--output", out)
    args.add(realm)
    run_idkit(
        ctx,
        verb = ("realm", "facts"),
        mnemonic = "RealmFacts",
        progress = "Listing the facts of",
        args = args,
        inputs = [realm],
        outputs = [out],
    )

def compare_realms(ctx, *, left, right, subset, generation, out):
    """Writes how two realms differ, a fact on a line (verb `realm diff`, mnemonic `RealmDiff`).

    Args:
      ctx: rule context.
      left: File, a merged manifest, a compiled one, or a report.
      right: File, likewise.
      subset: struct(sections, children, names), which facts; empty lists are all of them.
      generation: string, that of compiled manifests.
      out: File, the differences.
    """
    args = param_file(ctx)
    _add_subset(args, subset)
    args.add("--generation", generation)
    args.add("--output", out)
    args.add(left)
    args.add(right)
    run_idkit(
        ctx,
        verb = ("realm", "diff"),
        mnemonic = "RealmDiff",
        progress = "Comparing the realms of",
        args = args,
        inputs = [left, right],
        outputs = [out],
    )

def _add_subset(args, subset):
    args.add_all(subset.sections, before_each = "--section")
    args.add_all(subset.children, before_each = "--child")
    args.add_all(subset.names, before_each = "--name")

def show_findings(ctx, *, findings, out):
    """Prints findings and fails if one is an error (verb `findings show`, mnemonic `FindingsShow`).

    Args:
      ctx: rule context.
      findings: list[File], files that other actions wrote.
      out: File, an empty file for the validation output group.
    """
    args = param_file(ctx)
    args.add("--output", out)
    args.add_all(findings)
    run_idkit(
        ctx,
        verb = ("findings", "show"),
        mnemonic = "FindingsShow",
        progress = "Validating",
        args = args,
        inputs = findings,
        outputs = [out],
    )

def report_realm(ctx, *, realm, product, url, package_manifest, findings, out):
    """Writes the report of a realm (verb `realm report`, mnemonic `RealmReport`).

    Args:
      ctx: rule context.
      realm: struct(manifest, provenance, notes), the realm.
      product: string, the product's name, may be empty.
      url: string, the component URL of the realm, may be empty.
      package_manifest: File or None, the realm's package.
      findings: File, what `check_realm` found.
      out: File, the report.
    """
    args = param_file(ctx)
    args.add("--manifest", realm.manifest)
    args.add("--provenance", realm.provenance)
    args.add("--notes", realm.notes)
    args.add("--findings", findings)
    inputs = [realm.manifest, realm.provenance, realm.notes, findings]
    if product:
        args.add("--product", product)
    if url:
        args.add("--url", url)
    if package_manifest:
        args.add("--package-manifest", package_manifest)
        inputs.append(package_manifest)
    args.add("--output", out)
    run_idkit(
        ctx,
        verb = ("realm", "report"),
        mnemonic = "RealmReport",
        progress = "Reporting the realm of",
        args = args,
        inputs = inputs,
        outputs = [out],
    )

def build_package(
        ctx,
        *,
        name,
        repository,
        api_level,
        version_history,
        contents,
        subpackages,
        meta_far,
        package_manifest,
        blobs):
    """Builds a Fuchsia package (verb `pkg build`, mnemonic `PkgBuild`).

    Args:
      ctx: rule context.
      name: string, the package's name.
      repository: string, the host part of its URL.
      api_level: string, decides the ABI revision.
      version_history: File or None, what knows the level.
      contents: list[struct(dest, file, label)], what is in the package.
      subpackages: list[struct(name, manifest, files)], packages it refers to.
      meta_far: File, `meta.far` in a directory.
      package_manifest: File, `package_manifest.json` in the same directory.
      blobs: File, `blobs` there, a directory.
    """
    args = param_file(ctx)
    args.add("--name", name)
    args.add("--repository", repository)
    args.add("--api-level", api_level)
    if version_history:
        args.add("--version-history", version_history)
    args.add_all(contents, before_each = "--entry", map_each = _package_entry)
    args.add_all(subpackages, before_each = "--subpackage", map_each = _subpackage)
    args.add("--package-manifest", package_manifest)
    run_idkit(
        ctx,
        verb = ("pkg", "build"),
        mnemonic = "PkgBuild",
        progress = "Packaging",
        args = args,
        inputs = depset(
            [c.file for c in contents] + ([version_history] if version_history else []),
            transitive = [s.files for s in subpackages],
        ),
        outputs = [meta_far, package_manifest, blobs],
    )

def check_package(ctx, *, components, contents, findings):
    """Looks for programs that are not in the package (verb `pkg check`, mnemonic `PkgCheck`).

    It always succeeds; `show_findings` fails the build. So `--keep_going` shows all findings.

    Args:
      ctx: rule context.
      components: list[ComponentManifestInfo].
      contents: list[struct(dest, file, label)], what is in the package.
      findings: File, the findings.
    """
    args = param_file(ctx)
    args.add("--label", str(ctx.label))
    args.add_all(components, before_each = "--component", map_each = _component)
    args.add_all(contents, before_each = "--file", map_each = _destination)
    args.add("--output", findings)
    run_idkit(
        ctx,
        verb = ("pkg", "check"),
        mnemonic = "PkgCheck",
        progress = "Checking the programs of",
        args = args,
        inputs = [c.merged_manifest for c in components] + [c.provenance for c in components],
        outputs = [findings],
    )

def _component(component):
    return json.encode(struct(
        manifest = component.merged_manifest.path,
        provenance = component.provenance.path,
    ))

def _destination(entry):
    return entry.dest

def _package_entry(entry):
    return json.encode(struct(
        dest = entry.dest,
        file = entry.file.path,
        label = entry.label,
    ))

def _subpackage(subpackage):
    return json.encode(struct(
        manifest = subpackage.manifest.path,
        name = subpackage.name,
    ))
