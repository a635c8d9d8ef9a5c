"""Attributes that several rules share, and their checks."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/providers:core_shard_info.bzl", "CoreShardInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")
load("//rules/private/providers:restricted_feature_info.bzl", "RestrictedFeatureInfo")

COMPILE_SETTINGS_ATTRS = {
    "must_offer_dictionaries": attr.string_list(
        doc = "Dictionaries that every child and collection must be offered, such as " +
              "`diagnostics`. Left out: none.",
    ),
    "must_offer_protocols": attr.string_list(
        doc = "Protocols that every child and collection must be offered. Left out: none.",
    ),
    "must_use_protocols": attr.string_list(
        doc = "Protocols that the component itself must use. Left out: none.",
    ),
    "restricted_features": attr.label_list(
        doc = "The `restricted_feature` targets of what the manifest uses; their visibility says " +
              "who may. Left out: none.",
        providers = [RestrictedFeatureInfo],
    ),
    "_generation": attr.label(
        default = "//rules:generation",
        providers = [BuildSettingInfo],
    ),
    "_legacy": attr.label(
        default = "//rules:legacy",
        providers = [BuildSettingInfo],
    ),
}

PACKAGE_ATTRS = {
    "fuchsia_api_level": attr.string(
        doc = "The API level that decides the package's ABI revision, such as `31`, or a revision " +
              "such as `0x9080590de5503f82`. Left out: the build setting " +
              "`@rules_idk//rules:api_level`.",
    ),
    "repository": attr.string(
        doc = "The host part of the package URL. Left out: `fuchsia.com`.",
        default = "fuchsia.com",
    ),
    "version_history": attr.label(
        doc = "The `version_history.json` of an SDK that knows the API level. Left out: only the " +
              "levels whose revisions are frozen are known.",
        allow_single_file = [".json"],
    ),
    "_api_level": attr.label(
        default = "//rules:api_level",
        providers = [BuildSettingInfo],
    ),
}

REALM_ATTRS = {
    "base": attr.label(
        doc = "The base manifest, a `.cml` file: what every product has. Mandatory.",
        allow_single_file = [".cml"],
        mandatory = True,
    ),
    "children": attr.label_list(
        doc = "What runs in the children: packages, component manifests or `.cm` files. What these " +
              "take from the realm must be offered to them; children that are not listed are named " +
              "in a warning. A manifest without its package is that of the child whose URL has its " +
              "name behind `#`. Left out: what children take is not checked.",
        allow_files = True,
    ),
    "deps": attr.label_list(
        doc = "The manifest shards that `base` includes. Left out: none.",
        providers = [ManifestShardInfo],
    ),
    "packages": attr.label_list(
        doc = "The packages of the product: targets, or `.txt` files with a package URL or name on " +
              "each line. A child whose package is not among them is a warning. Left out: not " +
              "checked.",
        allow_files = True,
    ),
    "shards": attr.label_list(
        doc = "What this product has beyond the base; their `deps` join as well. Left out: none.",
        providers = [CoreShardInfo],
    ),
}

STRICT_ATTRS = {
    "strict": attr.bool(
        doc = "Whether warnings about the manifests fail the build. Left out: they are printed.",
        default = False,
    ),
}

def compile_settings(ctx):
    """Returns the settings of COMPILE_SETTINGS_ATTRS and STRICT_ATTRS.

    Args:
      ctx: context of a rule with both groups of attributes.

    Returns:
      struct(features, generation, legacy, must_offer_dictionaries, must_offer_protocols,
      must_use_protocols, strict).
    """
    return struct(
        features = [f[RestrictedFeatureInfo].feature for f in ctx.attr.restricted_features],
        generation = ctx.attr._generation[BuildSettingInfo].value,
        legacy = ctx.attr._legacy[BuildSettingInfo].value,
        must_offer_dictionaries = ctx.attr.must_offer_dictionaries,
        must_offer_protocols = ctx.attr.must_offer_protocols,
        must_use_protocols = ctx.attr.must_use_protocols,
        strict = ctx.attr.strict,
    )

def api_level(ctx):
    """Returns the API level of a rule with PACKAGE_ATTRS, as text."""
    return ctx.attr.fuchsia_api_level or ctx.attr._api_level[BuildSettingInfo].value

def path_in_repository(file):
    """Returns the path of a file relative to the root of the repository that owns it."""
    if file.short_path.startswith("../"):
        return file.short_path.split("/", 2)[2]
    return file.short_path

def check_include_path(ctx, src):
    """Checks the attribute `include_path` against the place of the source.

    Args:
      ctx: context of a rule with the attribute `include_path`.
      src: File, the fragment.

    Returns:
      string without a trailing slash, or None when the attribute was left out.
    """
    include_path = ctx.attr.include_path
    if not include_path:
        return None
    path = path_in_repository(src)
    segments = include_path.rstrip("/").split("/")
    if include_path != "." and (include_path.startswith("/") or "" in segments or
                                "." in segments or ".." in segments):
        bad_attribute(
            ctx.label,
            "include_path",
            repr(include_path),
            "a directory relative to the repository root, without `.` or `..` in it",
            "buildozer 'set include_path \"{}\"' {}".format(
                path.rpartition("/")[0] or ".",
                display_label(ctx.label),
            ),
        )
    include_path = "/".join(segments)
    if include_path != "." and not path.startswith(include_path + "/"):
        bad_attribute(
            ctx.label,
            "include_path",
            repr(include_path),
            "a directory above `{}`".format(path),
            "buildozer 'set include_path \"{}\"' {}".format(
                path.rpartition("/")[0] or ".",
                display_label(ctx.label),
            ),
        )
    return include_path
