"""The rule `expect_includes`."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/providers:expected_includes_info.bzl", "ExpectedIncludesInfo", "make_expected_includes_info")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")

def _expect_includes_impl(ctx):
    for target in ctx.attr.includes:
        if not target[ManifestShardInfo].file:
            bad_attribute(
                ctx.label,
                "includes",
                "{}, which stands for several shards".format(display_label(target.label)),
                "single shards",
                "name those that are needed, and buildozer 'remove includes {}' {}".format(
                    display_label(target.label),
                    display_label(ctx.label),
                ),
            )
    return [
        DefaultInfo(),
        make_expected_includes_info(
            shards = [s[ManifestShardInfo] for s in ctx.attr.includes],
            enforced = ctx.attr.enforce,
        ),
    ]

expect_includes = rule(
    implementation = _expect_includes_impl,
    doc = """Shards that a library demands of the manifests of the components that run it.

```starlark
load("@rules_go//go:def.bzl", "go_library")
load("@rules_idk//rules:manifest.bzl", "component_manifest_shard", "expect_includes")

component_manifest_shard(
    name = "client",
    src = "client.shard.cml",
    include_path = "lib",
)

expect_includes(
    name = "client_includes",
    includes = [":client"],
)

go_library(
    name = "syslog",
    srcs = ["syslog.go"],
    data = [":client_includes"],
    importpath = "example.com/includes/lib/syslog",
)
```

A library of any language lists the target in `data`, or in `deps` where its rule takes it there.
A `component_manifest` that reaches the library through `program` must then include the shards,
itself or by another shard; if not, the build says which library wants what, and what to add. The
demand ends at component manifests and at `expect_includes_barrier`.

*Outputs:* none. *Providers:* ExpectedIncludesInfo.
""",
    attrs = {
        "enforce": attr.bool(
            doc = "Whether a manifest without the shards fails the build. `False` gives components " +
                  "time to follow: there is a warning, an error for manifests that are `strict`. " +
                  "Left out: `True`.",
            default = True,
        ),
        "includes": attr.label_list(
            doc = "The shards. Mandatory.",
            allow_empty = False,
            mandatory = True,
            providers = [ManifestShardInfo],
        ),
    },
    provides = [ExpectedIncludesInfo],
)
