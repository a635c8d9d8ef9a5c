"""The rule `idk_shard`, for repositories that the module extension makes."""

load("//rules/private/idk:targets.bzl", "INCLUDE_PATH")
load("//rules/private/providers:idk_shards_info.bzl", "IdkShardsInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")

def _idk_shard_impl(ctx):
    all_shards = ctx.attr.shards[IdkShardsInfo]
    return [
        DefaultInfo(files = depset([ctx.file.src])),
        ManifestShardInfo(
            file = ctx.file.src,
            include_path = INCLUDE_PATH,
            label = ctx.label,
            transitive_files = all_shards.files,
            transitive_shards = all_shards.entries,
        ),
    ]

idk_shard = rule(
    implementation = _idk_shard_impl,
    doc = "A shard of an IDK, which may include all others of it.",
    attrs = {
        "shards": attr.label(
            doc = "All shards of the IDK, this one among them. Mandatory.",
            mandatory = True,
            providers = [IdkShardsInfo],
        ),
        "src": attr.label(
            doc = "The `.cml` fragment. Mandatory.",
            allow_single_file = [".cml"],
            mandatory = True,
        ),
    },
    provides = [ManifestShardInfo],
)
