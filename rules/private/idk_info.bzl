"""The rule `idk_info`, for repositories that the module extension makes."""

load("//rules/private/providers:idk_info.bzl", "IdkInfo")

def _idk_info_impl(ctx):
    return [
        DefaultInfo(files = depset([ctx.file.manifest])),
        IdkInfo(
            host = ctx.attr.host,
            id = ctx.attr.id,
            manifest = ctx.file.manifest,
            name = ctx.attr.idk_name,
            targets = ctx.attr.targets,
        ),
    ]

idk_info = rule(
    implementation = _idk_info_impl,
    doc = "What an IDK says about itself.",
    attrs = {
        "host": attr.string(doc = "The host triple. Mandatory.", mandatory = True),
        "id": attr.string(doc = "The version. Left out: none."),
        "idk_name": attr.string(doc = "The name of the repository. Mandatory.", mandatory = True),
        "manifest": attr.label(
            doc = "`meta/manifest.json`. Mandatory.",
            allow_single_file = True,
            mandatory = True,
        ),
        "targets": attr.string_list(doc = "The target CPUs. Left out: none."),
    },
    provides = [IdkInfo],
)
