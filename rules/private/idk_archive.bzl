"""The rule `idk_archive`."""

load("//rules/private/common:sdk_actions.bzl", "archive_idk")
load("//rules/private/providers:idk_directory_info.bzl", "IdkDirectoryInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _idk_archive_impl(ctx):
    out = ctx.actions.declare_file("{}.{}".format(ctx.label.name, ctx.attr.format))
    archive_idk(ctx, directory = ctx.attr.idk[IdkDirectoryInfo].directory, out = out)
    return [DefaultInfo(files = depset([out]))]

idk_archive = rule(
    implementation = _idk_archive_impl,
    doc = """An IDK as one file, the same bytes each time.

```starlark
load("@rules_idk//rules:sdk.bzl", "idk_archive")

idk_archive(
    name = "my_idk_archive",
    idk = ":my_idk",
)
```

Another workspace brings it in with the extension `idk`: `idk.archive(urls = […])`, or
`idk.local(path = "…/my_idk_archive.tar.gz")`.

*Outputs:* `<name>.<format>`.
""",
    attrs = {
        "format": attr.string(
            doc = "The kind of archive: `tar.gz`, `tar.zst`, `tar` or `zip`. Left out: `tar.gz`.",
            default = "tar.gz",
            values = ["tar", "tar.gz", "tar.zst", "zip"],
        ),
        "idk": attr.label(
            doc = "The IDK. Mandatory.",
            mandatory = True,
            providers = [IdkDirectoryInfo],
        ),
    },
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
