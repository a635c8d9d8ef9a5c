"""The repository of a CPython distribution that is downloaded."""

load("//rules/private/python:runtime_repo.bzl", "DISTRIBUTION_FOLDER", "declare_runtime", "refuse_runtime", "reproducible")

def _archive_runtime_repo_impl(ctx):
    # Bazel has changed the name of the parameter for the prefix, so it goes by its place.
    download = ctx.download_and_extract(
        ctx.attr.urls,
        DISTRIBUTION_FOLDER,
        ctx.attr.sha256,
        "",
        ctx.attr.strip_prefix,
        integrity = ctx.attr.integrity,
    )
    if not ctx.attr.integrity and not ctx.attr.sha256:
        refuse_runtime(
            "archive",
            ctx.attr.python_version,
            "neither `integrity` nor `sha256` says what is to be downloaded",
            "if this download is the right one: integrity = \"{}\"".format(download.integrity),
        )
    declare_runtime(ctx)
    return reproducible(ctx)

archive_runtime_repo = repository_rule(
    implementation = _archive_runtime_repo_impl,
    doc = "A CPython distribution that is downloaded: see the tag `archive` of the extension `hermetic_python`.",
    attrs = {
        "integrity": attr.string(),
        "platform": attr.string(mandatory = True),
        "python_version": attr.string(mandatory = True),
        "sha256": attr.string(),
        "strip_prefix": attr.string(),
        "urls": attr.string_list(mandatory = True),
    },
)
