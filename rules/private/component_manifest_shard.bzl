"""The rule `component_manifest_shard`."""

load("//rules/private/common:attrs.bzl", "check_include_path")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo", "make_manifest_shard_info")

def _component_manifest_shard_impl(ctx):
    include_path = check_include_path(ctx, ctx.file.src)
    return [
        DefaultInfo(files = depset([ctx.file.src])),
        make_manifest_shard_info(
            label = ctx.label,
            file = ctx.file.src,
            include_path = include_path,
            deps = [d[ManifestShardInfo] for d in ctx.attr.deps],
        ),
    ]

component_manifest_shard = rule(
    implementation = _component_manifest_shard_impl,
    doc = """A manifest fragment that other manifests can include (RFC-0106).

```starlark
load("@rules_idk//rules:manifest.bzl", "component_manifest_shard")

component_manifest_shard(
    name = "client",
    src = "client.shard.cml",
    include_path = "sdk/lib",
)
```

In `//sdk/lib/syslog` this makes `include: [ "syslog/client.shard.cml" ]` and, in the same
repository, `include: [ "//sdk/lib/syslog/client.shard.cml" ]` work in every manifest that has
the target in its `deps`.

*Outputs:* the fragment itself. *Providers:* ManifestShardInfo.
""",
    attrs = {
        "deps": attr.label_list(
            doc = "The shards that this one includes; nothing else can be included. Left out: none.",
            providers = [ManifestShardInfo],
        ),
        "include_path": attr.string(
            doc = "The directory, relative to the repository root, below which `include` strings " +
                  "name the shard; `\".\"` is the root. Left out: reachable by `//` only.",
        ),
        "src": attr.label(
            doc = "The `.cml` fragment. Mandatory.",
            allow_single_file = [".cml"],
            mandatory = True,
        ),
    },
    provides = [ManifestShardInfo],
)
