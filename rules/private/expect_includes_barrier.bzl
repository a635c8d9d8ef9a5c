"""The rule `expect_includes_barrier`."""

load("//rules/private:expect_includes_aspect.bzl", "expect_includes_aspect")
load("//rules/private/providers:expect_includes_barrier_info.bzl", "ExpectIncludesBarrierInfo")
load("//rules/private/providers:expected_includes_info.bzl", "join_expected_includes")

def _expect_includes_barrier_impl(ctx):
    runfiles = ctx.runfiles().merge_all([d[DefaultInfo].default_runfiles for d in ctx.attr.data])
    providers = [
        DefaultInfo(
            files = depset(transitive = [d[DefaultInfo].files for d in ctx.attr.data]),
            runfiles = runfiles,
        ),
        ExpectIncludesBarrierInfo(),
    ]
    passing = join_expected_includes(ctx.label, ctx.attr.through)
    return providers + ([passing] if passing else [])

expect_includes_barrier = rule(
    implementation = _expect_includes_barrier_impl,
    doc = """Files whose demands stop here, because they run in a component of their own.

```starlark
load("@rules_go//go:def.bzl", "go_binary")
load("@rules_idk//rules:manifest.bzl", "expect_includes_barrier")

expect_includes_barrier(
    name = "worker_program",
    data = ["//worker"],
)

go_binary(
    name = "launcher",
    srcs = ["launcher.go"],
    data = [":worker_program"],
)
```

What the libraries of `//worker` demand with `expect_includes` is no business of the component that
runs `:launcher`.

*Outputs:* the files of `data`, with their runfiles. *Providers:* ExpectIncludesBarrierInfo.
""",
    attrs = {
        "data": attr.label_list(
            doc = "What the target stands for. Left out: nothing.",
            allow_files = True,
        ),
        "through": attr.label_list(
            doc = "Targets whose demands go on all the same. Left out: none.",
            allow_files = True,
            aspects = [expect_includes_aspect],
        ),
    },
    provides = [ExpectIncludesBarrierInfo],
)
