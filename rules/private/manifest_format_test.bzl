"""The rule `manifest_format_test`."""

load("//rules/private/common:launch.bzl", "launch")
load("//rules/private/common:messages.bzl", "display_label")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _manifest_format_test_impl(ctx):
    fix = "bazel run {} -- --check=false --in-place".format(display_label(ctx.label))
    args = ["cml", "format", "--check", "--fix", fix]
    for file in ctx.files.srcs:
        args += ["--shown", file.short_path]
    return [launch(ctx, args = args + ctx.files.srcs)]

manifest_format_test = rule(
    implementation = _manifest_format_test_impl,
    doc = """Tests that manifests are laid out in the common style.

```starlark
load("@rules_idk//rules:manifest.bzl", "manifest_format_test")

manifest_format_test(
    name = "format_test",
    srcs = ["app.cml"],
)
```

The message of a failure has the command that puts the files right:
`bazel run //app:format_test -- --check=false --in-place`.

*Outputs:* the test. It needs no shell.
""",
    attrs = {
        "srcs": attr.label_list(
            doc = "Manifests, shards, or other JSON5 files. Mandatory.",
            allow_empty = False,
            allow_files = [".cml", ".json5"],
            mandatory = True,
        ),
    },
    test = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
