"""The rule `idk_merge`."""

load("//rules/private/common:messages.bzl", "bad_attribute", "canonical_label", "display_label")
load("//rules/private/common:sdk_actions.bzl", "merge_idks")
load("//rules/private/providers:idk_directory_info.bzl", "IdkDirectoryInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _idk_merge_impl(ctx):
    name = ctx.label.name
    directory = ctx.actions.declare_directory(name)
    contents = ctx.actions.declare_file(name + ".contents")
    digests = ctx.actions.declare_file(name + ".digests")
    merge_idks(
        ctx,
        idks = [struct(file = _file(ctx, i), label = canonical_label(i.label)) for i in ctx.attr.idks],
        version = ctx.attr.version,
        host = ctx.attr.host,
        target_cpus = ctx.attr.target_cpus,
        directory = directory,
        contents = contents,
        digests = digests,
    )
    return [
        DefaultInfo(files = depset([directory, contents, digests])),
        OutputGroupInfo(
            contents = depset([contents]),
            digests = depset([digests]),
            directory = depset([directory]),
        ),
        IdkDirectoryInfo(
            contents = contents,
            digests = digests,
            directory = directory,
            label = ctx.label,
        ),
    ]

def _file(ctx, idk):
    if IdkDirectoryInfo in idk:
        return idk[IdkDirectoryInfo].directory
    files = idk[DefaultInfo].files.to_list()
    if len(files) != 1:
        bad_attribute(
            ctx.label,
            "idks",
            "{} with {} files".format(display_label(idk.label), len(files)),
            "an IDK, or one archive of an IDK",
            "give the target of the rule `idk`, or the archive",
        )
    return files[0]

idk_merge = rule(
    implementation = _idk_merge_impl,
    doc = """Several IDKs as one: for several host or target CPUs, say.

```starlark
load("@rules_idk//rules:sdk.bzl", "idk_merge")

idk_merge(
    name = "all_idk",
    idks = [
        ":my_idk",
        "other_idk.tar.gz",
    ],
    version = "1.20260101.0.1",
)
```

An element that several have must be the same in all, but for what is for one CPU; a difference fails
the build, all differences at once.

*Outputs:* the directory `<name>/`; `<name>.contents`, the list of its elements; `<name>.digests`, the
SHA-256 sums of its files. *Output groups:* `directory`, `contents`, `digests`. *Providers:*
IdkDirectoryInfo.
""",
    attrs = {
        "host": attr.string(
            doc = "The host triple. Left out: that of those with host tools.",
        ),
        "idks": attr.label_list(
            doc = "What to merge: targets of the rules `idk` and `idk_merge`, and archives. Mandatory.",
            allow_empty = False,
            allow_files = [".tar", ".tar.gz", ".tar.zst", ".tgz", ".zip"],
            mandatory = True,
        ),
        "target_cpus": attr.string_list(
            doc = "All target CPUs, in the order that the IDK lists them. Left out: the usual order.",
        ),
        "version": attr.string(
            doc = "The id of the IDK. Left out: that of all `idks`, if it is the same.",
        ),
    },
    provides = [IdkDirectoryInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
