"""The BUILD files of a repository that holds an IDK."""

load(":manifest.bzl", "MANIFEST", "host_cpu")
load(":paths.bzl", "folder_of")
load(":targets.bzl", "is_core_shard", "merge_layers", "name_targets", "tools")

_CORE_SHARD = ("@rules_idk//rules:realm.bzl", "core_shard")
_INFO = ("@rules_idk//rules/private:idk_info.bzl", "idk_info")
_SHARD = ("@rules_idk//rules/private:idk_shard.bzl", "idk_shard")
_SHARDS = ("@rules_idk//rules/private:idk_shards.bzl", "idk_shards")
_TOOL = ("@rules_idk//rules/private:idk_tool.bzl", "idk_tool")

_CPUS = {
    "arm64": "aarch64",
    "riscv64": "riscv64",
    "x64": "x86_64",
}
_SYSTEMS = {
    "darwin": "macos",
    "linux": "linux",
    "windows": "windows",
}

def build_files(idk, layers):
    """Writes the BUILD files of an IDK.

    Args:
      idk: struct(name, manifest, elements, files), see `read_idk`.
      layers: list[struct], the IDKs below it, of the same form, the lowest first.

    Returns:
      dict[path, string].
    """
    merged = merge_layers(idk.elements, layers)
    names = name_targets([m.element for m in merged])
    packages = {}
    for path in idk.files:
        _package(packages, folder_of(path)).files.append(path.rpartition("/")[2])
    _add_elements(packages, names, merged, {layer.name: name_targets(layer.elements) for layer in layers})
    _add_tools(packages, idk, merged)
    _add_root(packages, idk, layers, names, merged)
    return {
        (name + "/" if name else "") + "BUILD.bazel": _text(package)
        for name, package in packages.items()
    }

def _package(packages, name):
    return packages.setdefault(name, struct(files = [], targets = {}))

def _add(packages, label, rule, attributes):
    """Adds a target; `rule` is the name of a native rule, or the file and name of another."""
    package, name = label
    _package(packages, package).targets[name] = (rule, attributes)

def _add_elements(packages, names, merged, layers):
    members = {}
    for m in merged:
        e, owner = m.element, m.owner
        for path in e.files:
            label = names.shards.get(path)
            if not label or label[1] in members.setdefault(label[0], {}):
                continue
            members[label[0]][label[1]] = True
            if owner:
                _add(packages, label, "alias", {
                    "actual": _label(layers[owner.repo].shards[path], owner.repo),
                })
            elif is_core_shard(path):
                _add(packages, label, _CORE_SHARD, {
                    "deps": ["//:cmc_includes"],
                    "src": path.rpartition("/")[2],
                })
            else:
                _add(packages, label, _SHARD, {
                    "shards": "//:cmc_includes",
                    "src": path.rpartition("/")[2],
                })
        if e.meta not in names.files:
            continue
        if owner:
            _add(packages, names.files[e.meta], "alias", {
                "actual": _label(layers[owner.repo].files[owner.element.meta], owner.repo),
            })
        else:
            _add(packages, names.files[e.meta], "filegroup", {
                "srcs": sorted([_file(f) for f in [e.meta] + e.files]),
            })
    for package, shards in members.items():
        _add(packages, (package, names.sets[package]), "filegroup", {
            "srcs": [":" + name for name in sorted(shards)],
        })

def _add_tools(packages, idk, merged):
    host = idk.manifest.host
    systems = [name for word, name in _SYSTEMS.items() if word in host]
    own = {e.meta: True for e in idk.elements}
    repos = {m.element.meta: m.owner.repo for m in merged if m.element.meta not in own}
    cpus = {}
    for name, by_cpu in tools([m.element for m in merged], host_cpu(host)).items():
        known = {cpu: tool for cpu, tool in by_cpu.items() if cpu in _CPUS}
        if not known:
            continue
        cpus.update(known)
        _add(packages, ("tools", name), _TOOL, {
            "src": struct(
                branches = {
                    ":host_" + cpu: _file(tool.program, repos.get(tool.meta))
                    for cpu, tool in known.items()
                },
                otherwise = "the tool {} of the IDK {} is for {} with the CPU {}, not for this machine".format(
                    name,
                    idk.name,
                    systems[0] if systems else "any system",
                    " or ".join(sorted(known)),
                ),
            ),
        })
        if name == "cmc":
            _add(packages, ("", "cmc"), "alias", {"actual": "//tools:cmc"})
    for cpu in cpus:
        _add(packages, ("tools", "host_" + cpu), "config_setting", {
            "constraint_values": ["@platforms//cpu:" + _CPUS[cpu]] +
                                 ["@platforms//os:" + system for system in systems],
        })

def _add_root(packages, idk, layers, names, merged):
    own, added = {}, {}
    for m in merged:
        for path in m.element.files:
            label = names.shards.get(path)
            if not label or is_core_shard(path):
                continue
            if m.owner:
                added[_label(label)] = True
            else:
                own[_file(path)] = _label(label)
    includes = {"shards": {file: own[file] for file in sorted(own)}}
    if added:
        includes["deps"] = sorted(added)
    _add(packages, ("", "cmc_includes"), _SHARDS, includes)
    _add(packages, ("", "all_files"), "filegroup", {
        "srcs": sorted([_file(f) for f in idk.files]) +
                ["@{}//:all_files".format(layer.name) for layer in layers],
    })
    _add(packages, ("", "idk_info"), _INFO, {
        "host": idk.manifest.host,
        "id": idk.manifest.id,
        "idk_name": idk.name,
        "manifest": _file(MANIFEST),
        "targets": idk.manifest.targets,
    })

def _label(label, owner = None):
    return "{}//{}:{}".format("@" + owner if owner else "", label[0], label[1])

def _file(path, owner = None):
    return _label((folder_of(path), path.rpartition("/")[2]), owner)

def _text(package):
    loads = {}
    rules = []
    for name in sorted(package.targets):
        rule, attributes = package.targets[name]
        if type(rule) == "tuple":
            loads[rule] = True
            rule = rule[1]
        rules.append(_rule(rule, name, attributes))
    head = ["load({}, {})".format(repr(file), repr(symbol)) for file, symbol in sorted(loads)]
    parts = (["\n".join(head)] if head else []) + [
        "package(default_visibility = [\"//visibility:public\"])",
    ]
    if package.files:
        parts.append("exports_files({})".format(_value(sorted(package.files), "")))
    return "\n\n".join(parts + rules) + "\n"

def _rule(rule, name, attributes):
    # Buildifier wants sources first and deps last.
    order = sorted([({"deps": 2, "src": 0}.get(k, 1), k) for k in attributes])
    lines = ["    name = {},".format(repr(name))] + [
        "    {} = {},".format(k, _value(attributes[k], "    "))
        for _, k in order
    ]
    return "{}(\n{}\n)".format(rule, "\n".join(lines))

def _value(value, indent):
    """Prints a value the way buildifier does."""
    if type(value) == "struct":
        return "select(\n{0}    {1},\n{0}    no_match_error = {2},\n{0})".format(
            indent,
            _dict(value.branches, indent + "    "),
            repr(value.otherwise),
        )
    if type(value) == "dict":
        return _dict(value, indent)
    if type(value) == "list" and len(value) > 1:
        inner = "".join(["{}    {},\n".format(indent, repr(v)) for v in value])
        return "[\n{}{}]".format(inner, indent)
    return repr(value)

def _dict(value, indent):
    if len(value) < 2:
        return repr(value)
    inner = "".join(["{}    {}: {},\n".format(indent, repr(k), repr(v)) for k, v in value.items()])
    return "{{\n{}{}}}".format(inner, indent)
