"""The rule `core_shard`."""

load("//rules/private/common:attrs.bzl", "check_include_path")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/common:package_contents.bzl", "resource_entries")
load("//rules/private/providers:core_shard_info.bzl", "CoreShardInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")

def _core_shard_impl(ctx):
    included = [d[ManifestShardInfo] for d in ctx.attr.deps if ManifestShardInfo in d]
    pulled_in = [d[CoreShardInfo] for d in ctx.attr.deps if CoreShardInfo in d]
    label = canonical_label(ctx.label)
    return [
        DefaultInfo(files = depset([ctx.file.src])),
        CoreShardInfo(
            conflicts = depset(
                [
                    struct(label = label, other = canonical_label(c.label))
                    for c in ctx.attr.conflicts_with
                ],
                transitive = [s.conflicts for s in pulled_in],
            ),
            file = ctx.file.src,
            include_files = depset(
                transitive = [s.transitive_files for s in included] +
                             [s.include_files for s in pulled_in],
            ),
            includes = depset(
                transitive = [s.transitive_shards for s in included] +
                             [s.includes for s in pulled_in],
                order = "postorder",
            ),
            include_path = check_include_path(ctx, ctx.file.src),
            label = ctx.label,
            resources = depset(
                resource_entries(ctx, ctx.attr.resources),
                transitive = [s.resources for s in pulled_in],
            ),
            transitive_shards = depset(
                [struct(
                    deps = tuple([canonical_label(s.label) for s in included]),
                    file = ctx.file.src,
                    label = label,
                    slot = ctx.attr.slot,
                )],
                transitive = [s.transitive_shards for s in pulled_in],
                order = "postorder",
            ),
        ),
    ]

core_shard = rule(
    implementation = _core_shard_impl,
    doc = """An optional part of a realm (RFC-0089): children, routes, capabilities.

```starlark
load("@rules_idk//rules:realm.bzl", "core_shard")

core_shard(
    name = "temperature_logger",
    src = "temperature-logger.core_shard.cml",
    deps = [
        "//sdk/lib/syslog:client",  # included by the file
        "//sys/appmgr:core_shard",  # joins the realm as well
    ],
)
```

A shard is merged into a realm, never included; alone it need not be a valid manifest.

*Outputs:* the file itself. *Providers:* CoreShardInfo.
""",
    attrs = {
        "conflicts_with": attr.label_list(
            doc = "Shards that must not be in a realm together with this one. Written on one side, " +
                  "it holds for both. For \"exactly one of\" use `slot`. Left out: none.",
            providers = [CoreShardInfo],
        ),
        "deps": attr.label_list(
            doc = "Manifest shards that `src` includes, and core shards that this one cannot work " +
                  "without: these join every realm that it joins. Left out: none.",
            providers = [[ManifestShardInfo], [CoreShardInfo]],
        ),
        "include_path": attr.string(
            doc = "The directory, relative to the repository root, below which the file's path is " +
                  "its name when the shard is published. A core shard is never included, so " +
                  "building does not need it. Left out: none.",
        ),
        "resources": attr.label_keyed_string_dict(
            doc = "Files that the realm's package needs because of this shard, and where they are " +
                  "in it: a program that the shard adds to the realm, for example. Left out: none.",
            allow_files = True,
        ),
        "slot": attr.string(
            doc = "What this shard is one choice for, such as `storage`: a realm takes at most one " +
                  "shard per slot, exactly one when it requires the slot. Left out: no slot.",
        ),
        "src": attr.label(
            doc = "The `.cml` fragment. Its file name is its place in the merge order and must be " +
                  "unique in a realm. Mandatory.",
            allow_single_file = [".cml"],
            mandatory = True,
        ),
    },
    provides = [CoreShardInfo],
)
