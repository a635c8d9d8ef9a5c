"""ExpectedIncludesInfo: what libraries demand of the manifests of the components that run them."""

load("//rules/private/common:messages.bzl", "canonical_label")

ExpectedIncludesInfo = provider(
    doc = "Shards that libraries demand of the manifests of the components that run them.",
    fields = {
        "demands": "depset[struct(by, shard, enforced)]: which library demands which shard, both " +
                   "as canonical labels, and whether a manifest without it is wrong or only " +
                   "unwise.",
        "own": "list[struct(shard, enforced)]: what a target demands that has this one among its " +
               "dependencies; empty but for `expect_includes`.",
        "shard_files": "depset[File]: the files of `shards`.",
        "shards": "depset[struct]: the demanded shards and what these include; entries as in " +
                  "ManifestShardInfo.",
    },
)

def make_expected_includes_info(shards, enforced):
    """Builds the ExpectedIncludesInfo of a target that makes its users demand shards.

    Args:
      shards: list[ManifestShardInfo].
      enforced: bool, whether a manifest without them is wrong.

    Returns:
      ExpectedIncludesInfo.
    """
    return ExpectedIncludesInfo(
        demands = depset(),
        own = [struct(shard = canonical_label(s.label), enforced = enforced) for s in shards],
        shard_files = depset(transitive = [s.transitive_files for s in shards]),
        shards = depset(transitive = [s.transitive_shards for s in shards], order = "postorder"),
    )

def join_expected_includes(label, targets):
    """Collects what the dependencies of a target demand.

    Args:
      label: Label of the target; it is the one that demands the `own` shards of dependencies.
      targets: list[Target], its dependencies, of any kind.

    Returns:
      ExpectedIncludesInfo, or None when nothing is demanded.
    """
    infos = [t[ExpectedIncludesInfo] for t in targets if ExpectedIncludesInfo in t]
    if not infos:
        return None
    return ExpectedIncludesInfo(
        demands = depset(
            [
                struct(by = canonical_label(label), shard = o.shard, enforced = o.enforced)
                for i in infos
                for o in i.own
            ],
            transitive = [i.demands for i in infos],
        ),
        own = [],
        shard_files = depset(transitive = [i.shard_files for i in infos]),
        shards = depset(transitive = [i.shards for i in infos], order = "postorder"),
    )
