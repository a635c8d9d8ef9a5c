"""Attributes that several rules on atoms and IDKs share."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("//rules/private/common:golden.bzl", "GOLDEN_ATTRS")
load("//rules/private/common:messages.bzl", "bad_target", "display_label")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")

_CPUS = {
    "arm64": "@platforms//cpu:aarch64",
    "riscv64": "@platforms//cpu:riscv64",
    "x64": "@platforms//cpu:x86_64",
}

_HOSTS = {
    "aarch64-apple-darwin": ["@platforms//cpu:aarch64", "@platforms//os:macos"],
    "aarch64-unknown-linux-gnu": ["@platforms//cpu:aarch64", "@platforms//os:linux"],
    "riscv64-unknown-linux-gnu": ["@platforms//cpu:riscv64", "@platforms//os:linux"],
    "x86_64-apple-darwin": ["@platforms//cpu:x86_64", "@platforms//os:macos"],
    "x86_64-pc-windows-msvc": ["@platforms//cpu:x86_64", "@platforms//os:windows"],
    "x86_64-unknown-linux-gnu": ["@platforms//cpu:x86_64", "@platforms//os:linux"],
}

AREAS_ATTRS = {
    "_areas": attr.label(
        default = "//rules:api_areas",
        allow_files = True,
    ),
}

# Every rule that makes an atom has these.
ATOM_ATTRS = AREAS_ATTRS | {
    "area": attr.string(
        doc = "The area that owns the atom and reviews its API, such as `Diagnostics`. Left out: none.",
    ),
    "category": attr.string(
        doc = "How public the atom is: `internal`, `compat_test`, `host_tool`, `prebuilt`, `partner` " +
              "or `public`. It may depend on atoms that are as public or more; `partner` and " +
              "`public` are in IDKs. Mandatory.",
        mandatory = True,
    ),
    "_legacy": attr.label(
        default = "//rules:legacy",
        providers = [BuildSettingInfo],
    ),
}

# Macros fill in what GOLDEN_ATTRS has; see `golden_attrs`.
ATOM_GOLDEN_ATTRS = GOLDEN_ATTRS | {
    "_warn_on_api_changes": attr.label(
        default = "//rules:warn_on_api_changes",
        providers = [BuildSettingInfo],
    ),
}

HOST_CPU_ATTRS = {
    "_cpu_" + cpu: attr.label(default = constraint)
    for cpu, constraint in _CPUS.items()
}

HOST_ATTRS = {
    "_constraints": attr.label_list(default = sorted({
        constraint: True
        for constraints in _HOSTS.values()
        for constraint in constraints
    })),
}

def atom_deps(doc):
    """Returns the attribute `deps` of a rule that makes an atom."""
    return attr.label_list(doc = doc, providers = [AtomInfo, MoleculeInfo])

def host_cpu(ctx):
    """Returns the CPU that programs are built for, by the name that IDKs have for it.

    Args:
      ctx: context of a rule with HOST_CPU_ATTRS.

    Returns:
      string.
    """
    for cpu in _CPUS:
        constraint = getattr(ctx.attr, "_cpu_" + cpu)[platform_common.ConstraintValueInfo]
        if ctx.target_platform_has_constraint(constraint):
            return cpu
    return bad_target(
        ctx.label,
        "programs are built for a CPU that IDKs have no name for",
        "build for one of {} with --platforms".format(", ".join(sorted(_CPUS))),
    )

def with_host_cpu(ctx, text):
    """Puts the CPU that programs are built for in the place of `{host_cpu}`.

    Args:
      ctx: context of a rule with HOST_CPU_ATTRS.
      text: string.

    Returns:
      string.
    """
    return text.replace("{host_cpu}", host_cpu(ctx)) if "{host_cpu}" in text else text

def host_triple(ctx):
    """Returns the triple of the machines that programs are built for.

    Args:
      ctx: context of a rule with HOST_ATTRS.

    Returns:
      string.
    """
    present = {
        str(c.label): True
        for c in ctx.attr._constraints
        if ctx.target_platform_has_constraint(c[platform_common.ConstraintValueInfo])
    }
    for triple, constraints in _HOSTS.items():
        if all([str(Label(c)) in present for c in constraints]):
            return triple
    return bad_target(
        ctx.label,
        "programs are built for a system that has no known triple",
        "buildozer 'set host \"<cpu>-<vendor>-<system>\"' {}".format(display_label(ctx.label)),
    )

def areas_file(ctx):
    """Returns the list of areas of a rule with AREAS_ATTRS, or None."""
    return ctx.files._areas[0] if ctx.files._areas else None
