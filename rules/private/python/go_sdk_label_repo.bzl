"""The repository that says which Go SDK runs on this machine.

rules_go says it in a file that no target has, so nothing that is documented may load it. This file
is loaded by MODULE.bazel only, and what it makes has a target.
"""

load("@go_host_compatible_sdk_label//:defs.bzl", "HOST_COMPATIBLE_SDK")

_BUILD = """load("@bazel_skylib//:bzl_library.bzl", "bzl_library")

bzl_library(
    name = "def",
    srcs = ["def.bzl"],
    visibility = ["//visibility:public"],
)
"""

def _go_sdk_label_repo_impl(ctx):
    ctx.file("BUILD.bazel", _BUILD)
    ctx.file("def.bzl", "GO_SDK = Label({})\n".format(repr(str(HOST_COMPATIBLE_SDK))))
    return ctx.repo_metadata(reproducible = True) if hasattr(ctx, "repo_metadata") else None

go_sdk_label_repo = repository_rule(
    implementation = _go_sdk_label_repo_impl,
    doc = "A file that names a file in the root of a Go SDK, which is not fetched by that.",
)
