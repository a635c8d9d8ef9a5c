"""The repository that knows all Python runtimes and has none: so it costs nothing to look at."""

load("//rules/private/python:platforms.bzl", "PLATFORMS")
load("//rules/private/python:runtime_repo.bzl", "HUB", "reproducible")
load("//rules/private/python:versions.bzl", "version_name")

_HEAD = """load("@bazel_skylib//lib:selects.bzl", "selects")

package(default_visibility = ["//visibility:public"])
"""

_PLATFORM = """
selects.config_setting_group(
    name = "{platform}",
    match_all = {constraints},
    visibility = ["//visibility:private"],
)
"""

# What a target says in `python_version`, or nothing.
_SETTING = """
config_setting(
    name = "is_{name}",
    flag_values = {{"@rules_idk//rules:python_version": "{version}"}},
    visibility = ["//visibility:private"],
)
"""

_VERSION = """
alias(
    name = "{version}",
    actual = select(
        {runtimes},
        no_match_error = "there is no Python {version} for this platform, only for {platforms}",
    ),
)

alias(
    name = "{version}_distribution",
    actual = select(
        {distributions},
        no_match_error = "there is no Python {version} for this platform, only for {platforms}",
    ),
)

selects.config_setting_group(
    name = "wants_{version}",
    match_any = {settings},
    visibility = ["//visibility:private"],
)
"""

# The runtime is also what compiles, so both platforms are constrained.
_TOOLCHAIN = """
toolchain(
    name = "{version}_{target}_on_{exec}",
    exec_compatible_with = {exec_constraints},
    target_compatible_with = {target_constraints},
    target_settings = [":wants_{version}"],
    toolchain = "@{repo}//:runtime",
    toolchain_type = "@rules_idk//rules:hermetic_python_runtime",
)
"""

def runtime_repo_name(version, platform):
    """Returns the name of the repository with a distribution.

    Args:
      version: string, the version of Python.
      platform: string, a key of PLATFORMS.

    Returns:
      string.
    """
    return "{}_{}_{}".format(HUB, version_name(version), platform)

def hub_build_file(runtimes, default_version):
    """Writes the BUILD file.

    Args:
      runtimes: list[(string, string)], versions and platforms.
      default_version: string or None, what targets get that name no version.

    Returns:
      string.
    """
    by_version = {}
    for version, platform in runtimes:
        by_version.setdefault(version, []).append(platform)
    used = {platform: True for _, platform in runtimes}
    parts = [_HEAD]
    parts += [
        _PLATFORM.format(platform = p, constraints = repr(PLATFORMS[p].constraints))
        for p in sorted(used)
    ]
    if by_version:
        parts.append(_SETTING.format(name = "any", version = ""))
    for version, platforms in by_version.items():
        settings = [":is_" + version] + ([":is_any"] if version == default_version else [])
        parts.append(_SETTING.format(name = version, version = version))
        parts.append(_VERSION.format(
            distributions = _branches(version, platforms, "distribution"),
            platforms = ", ".join(platforms),
            runtimes = _branches(version, platforms, "runtime"),
            settings = repr(settings),
            version = version,
        ))
        for target in platforms:
            parts += [
                _TOOLCHAIN.format(
                    exec = exec,
                    exec_constraints = repr(PLATFORMS[exec].constraints),
                    repo = runtime_repo_name(version, target),
                    target = target,
                    target_constraints = repr(PLATFORMS[target].constraints),
                    version = version,
                )
                for exec in platforms
            ]
    return "".join(parts)

def _branches(version, platforms, target):
    return repr({
        ":" + platform: "@{}//:{}".format(runtime_repo_name(version, platform), target)
        for platform in platforms
    })

def _runtime_hub_repo_impl(ctx):
    runtimes = [tuple(runtime.split(" ")) for runtime in ctx.attr.runtimes]
    ctx.file("BUILD.bazel", hub_build_file(runtimes, ctx.attr.default_version))
    return reproducible(ctx)

runtime_hub_repo = repository_rule(
    implementation = _runtime_hub_repo_impl,
    doc = "All Python runtimes by name, and their toolchains.",
    attrs = {
        "default_version": attr.string(),
        "runtimes": attr.string_list(doc = "Version, blank, platform."),
    },
)
