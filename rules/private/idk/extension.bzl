"""The module extension `idk`: which IDKs there are, and who says so."""

load("//rules/private/common:messages.bzl", "bad_tag")
load(":archive_idk_repo.bzl", "archive_idk_repo")
load(":declarations.bzl", "choose_declarations", "layers_of")
load(":local_idk_repo.bzl", "local_idk_repo")

# The variable that other SDK rules know as well, and the repository that it stands for there.
_OVERRIDE_ENV = "LOCAL_FUCHSIA_IDK_DIRECTORY"
_OVERRIDE_TARGET = "fuchsia_idk"

_COMMON_ATTRS = {
    "expected_id": attr.string(
        doc = "The version that the IDK must have, the `id` of its manifest. Left out: any.",
    ),
    "layers": attr.string_list(
        doc = "Names of other IDKs of this extension whose elements the IDK has as well: its shards " +
              "may include theirs. An element that is in both must be the same, byte for byte, and is " +
              "taken from the layer. Left out: none.",
    ),
    "name": attr.string(
        doc = "The name of the repository. Mandatory.",
        mandatory = True,
    ),
    "override_env": attr.string(
        doc = "An environment variable that, when set, gives the folder of an IDK to take instead. " +
              "Left out: `{}` for the name `{}`, none for others.".format(_OVERRIDE_ENV, _OVERRIDE_TARGET),
    ),
    "required_parts": attr.string_list(
        doc = "Parts that the IDK must have, as lists of contents name them: " +
              "`data://pkg/syslog/syslog.json`. Left out: none.",
    ),
}

_archive = tag_class(
    doc = "An IDK that is downloaded.",
    attrs = _COMMON_ATTRS | {
        "integrity": attr.string(
            doc = "The checksum of the archive, such as `sha256-…`. Mandatory unless `sha256` is " +
                  "given; without both, the build tells what it is.",
        ),
        "sha256": attr.string(
            doc = "The checksum as hexadecimal digits. Mandatory unless `integrity` is given.",
        ),
        "strip_prefix": attr.string(
            doc = "The folder in the archive that is the root of the IDK. Left out: its top.",
        ),
        "type": attr.string(
            doc = "The kind of archive, such as `tar.gz`. Left out: what the first URL ends in.",
        ),
        "urls": attr.string_list(
            doc = "Where the archive is; the first that works is taken. Mandatory.",
            mandatory = True,
        ),
    },
)

_local = tag_class(
    doc = "An IDK that is on this machine. For the root module only.",
    attrs = _COMMON_ATTRS | {
        "follow_symlinks": attr.bool(
            doc = "Whether files of the IDK may be links that lead out of it, as those of a build " +
                  "tree do. Left out: `False`.",
        ),
        "path": attr.string(
            doc = "The folder of the IDK, or an archive of it; absolute, or relative to the root of " +
                  "the workspace. Mandatory.",
            mandatory = True,
        ),
    },
)

def _idk_impl(module_ctx):
    declared = choose_declarations([
        struct(
            is_root = module.is_root,
            name = module.name,
            tags = [_declaration("archive", t) for t in module.tags.archive] +
                   [_declaration("local", t) for t in module.tags.local],
        )
        for module in module_ctx.modules
    ])
    if declared.problem:
        bad_tag(declared.tag, declared.name, declared.problem, declared.fix)
    for d in declared.chosen.values():
        layers = layers_of(declared.chosen, d.name)
        if layers.problem:
            bad_tag(d.tag, d.name, layers.problem, layers.fix)
        attributes = d.attributes | {"layers": layers.names}
        if not attributes["override_env"] and d.name == _OVERRIDE_TARGET:
            attributes["override_env"] = _OVERRIDE_ENV
        attributes.pop("name")
        if d.tag == "local":
            local_idk_repo(name = d.name, idk_name = d.name, **attributes)
        else:
            archive_idk_repo(name = d.name, idk_name = d.name, **attributes)

    # The repositories follow from the modules alone: no file, no variable and no machine is asked.
    return module_ctx.extension_metadata(reproducible = True)

def _declaration(tag, values):
    attributes = {name: getattr(values, name) for name in _COMMON_ATTRS}
    own = ["follow_symlinks", "path"]
    if tag == "archive":
        own = ["integrity", "sha256", "strip_prefix", "type", "urls"]
    attributes.update({name: getattr(values, name) for name in own})
    return struct(attributes = attributes, name = values.name, tag = tag)

idk = module_extension(
    implementation = _idk_impl,
    doc = """IDKs as repositories: `include: [ "syslog/client.shard.cml" ]` works as it does in the tree.

```starlark
idk = use_extension("@rules_idk//rules:extensions.bzl", "idk")
idk.local(
    name = "fuchsia_idk",
    path = "../publisher/bazel-bin/idk",
)
use_repo(idk, "fuchsia_idk")
```

Any module can declare an IDK; of two with one name, the root module's counts.

*Targets of a repository:* `//pkg/<name>:<shard>` for `pkg/<name>/<shard>.shard.cml`, `//pkg/<name>:shards`
for all of a folder; `//:cmc_includes`, in `deps` of a manifest, for all of the IDK; `//tools:<tool>`,
`//:cmc`; for each element a group `<name>_files` beside its file; `//:all_files`; `//:idk_info` with
IdkInfo. Each file can be named by its path.
""",
    tag_classes = {
        "archive": _archive,
        "local": _local,
    },
)
