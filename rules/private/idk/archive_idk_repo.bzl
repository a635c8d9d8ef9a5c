"""The repository of an IDK that is downloaded."""

load("//rules/private/common:messages.bzl", "bad_tag")
load(":repository.bzl", "IDK_REPO_ATTRS", "fill_repository", "overriding_folder")

def _archive_idk_repo_impl(ctx):
    root = overriding_folder(ctx)
    if root:
        fill_repository(ctx, kind = "archive", root = root, follow_symlinks = True)
        return _metadata(ctx, reproducible = False)

    # Bazel has changed the name of the parameter for the prefix, so it goes by its place.
    download = ctx.download_and_extract(
        ctx.attr.urls,
        "",
        ctx.attr.sha256,
        ctx.attr.type,
        ctx.attr.strip_prefix,
        integrity = ctx.attr.integrity,
    )
    if not ctx.attr.integrity and not ctx.attr.sha256:
        bad_tag(
            "archive",
            ctx.attr.idk_name,
            "neither `integrity` nor `sha256` says what is to be downloaded",
            "if this download is the right one: integrity = \"{}\"".format(download.integrity),
        )
    fill_repository(ctx, kind = "archive", root = ctx.path("."), follow_symlinks = False)
    return _metadata(ctx, reproducible = True)

def _metadata(ctx, reproducible):
    if hasattr(ctx, "repo_metadata"):
        return ctx.repo_metadata(reproducible = reproducible)
    return None

archive_idk_repo = repository_rule(
    implementation = _archive_idk_repo_impl,
    doc = "An IDK that is downloaded: see the tag `archive` of the extension `idk`.",
    attrs = IDK_REPO_ATTRS | {
        "integrity": attr.string(),
        "sha256": attr.string(),
        "strip_prefix": attr.string(),
        "type": attr.string(),
        "urls": attr.string_list(mandatory = True),
    },
)
