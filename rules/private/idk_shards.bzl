"""The rule `idk_shards`, for repositories that the module extension makes."""

load("//rules/private/idk:targets.bzl", "INCLUDE_PATH")
load("//rules/private/providers:idk_shards_info.bzl", "IdkShardsInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo", "collection_entry", "shard_entry")

def _idk_shards_impl(ctx):
    repo = ctx.label.repo_name
    added = [d[ManifestShardInfo] for d in ctx.attr.deps]
    labels = {
        file: Label("@@{}{}".format(repo, label))
        for file, label in ctx.attr.shards.items()
    }
    collection = collection_entry(
        ctx.label,
        labels.values() + [a.label for a in added],
    )

    # The shards of a repository see each other anyway; those of layers are listed.
    entries = depset(
        [
            shard_entry(
                label,
                file[DefaultInfo].files.to_list()[0],
                INCLUDE_PATH,
                deps = [ctx.label] if added else [],
                open = [repo],
            )
            for file, label in labels.items()
        ] + ([collection] if added else []),
        transitive = [a.transitive_shards for a in added],
        order = "postorder",
    )
    files = depset(
        [file[DefaultInfo].files.to_list()[0] for file in labels],
        transitive = [a.transitive_files for a in added],
    )
    return [
        DefaultInfo(files = files),
        IdkShardsInfo(entries = entries, files = files),
        ManifestShardInfo(
            file = None,
            include_path = None,
            label = ctx.label,
            transitive_files = files,
            transitive_shards = depset([collection], transitive = [entries], order = "postorder"),
        ),
    ]

idk_shards = rule(
    implementation = _idk_shards_impl,
    doc = "All shards of an IDK: whoever has it in `deps` may include any of them.",
    attrs = {
        "deps": attr.label_list(
            doc = "Shards of the layers below the IDK. Left out: none.",
            providers = [ManifestShardInfo],
        ),
        "shards": attr.label_keyed_string_dict(
            doc = "The fragments of the IDK itself, and the labels of their targets. Left out: none.",
            allow_files = [".cml"],
        ),
    },
    provides = [IdkShardsInfo, ManifestShardInfo],
)
