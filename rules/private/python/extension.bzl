"""The module extension `hermetic_python`: which Python runtimes there are."""

load("//rules/private/python:archive_runtime_repo.bzl", "archive_runtime_repo")
load("//rules/private/python:go_module_runtime_repo.bzl", "go_module_runtime_repo")
load("//rules/private/python:platforms.bzl", "PLATFORMS")
load("//rules/private/python:runtime_declarations.bzl", "choose_runtimes")
load("//rules/private/python:runtime_hub_repo.bzl", "runtime_hub_repo", "runtime_repo_name")
load("//rules/private/python:runtime_repo.bzl", "HUB", "refuse_runtime")

_PYTHON_VERSION = attr.string(
    doc = "The version as `major.minor`, such as `3.14`. Mandatory.",
    mandatory = True,
)

_archive = tag_class(
    doc = "A CPython distribution that is downloaded, such as one of python-build-standalone.",
    attrs = {
        "integrity": attr.string(
            doc = "The checksum of the archive, such as `sha256-…`. Mandatory unless `sha256` is given.",
        ),
        "platform": attr.string(
            doc = "What it runs on: {}. Mandatory.".format(", ".join(["`{}`".format(p) for p in PLATFORMS])),
            mandatory = True,
        ),
        "python_version": _PYTHON_VERSION,
        "sha256": attr.string(
            doc = "The checksum as hexadecimal digits. Mandatory unless `integrity` is given.",
        ),
        "strip_prefix": attr.string(
            doc = "The folder in the archive that has `bin` and `lib`. Left out: `python`.",
            default = "python",
        ),
        "urls": attr.string_list(
            doc = "Where the archive is; the first that works is taken. Mandatory.",
            mandatory = True,
        ),
    },
)

_defaults = tag_class(
    doc = "What targets get that do not say it. For the root module only; others are ignored.",
    attrs = {
        "python_version": attr.string(
            doc = "The version as `major.minor`, such as `3.14`. Mandatory; without this tag, the newest " +
                  "version that is declared.",
            mandatory = True,
        ),
    },
)

_go_module = tag_class(
    doc = "CPython distributions in a Go module, which `go` downloads from where it gets all modules.",
    attrs = {
        "module": attr.string(
            doc = "The path of the module. Left out: `github.com/kluctl/go-embed-python`, and what its " +
                  "layout is.",
            default = "github.com/kluctl/go-embed-python",
        ),
        "python_version": _PYTHON_VERSION,
        "sum": attr.string(
            doc = "The checksum of the module, as `go.sum` has it: `h1:…`. Mandatory.",
            mandatory = True,
        ),
        "version": attr.string(
            doc = "The version of the module, such as `v0.0.0-3.14.6-20260610-1`. Mandatory.",
            mandatory = True,
        ),
    },
)

def _hermetic_python_impl(module_ctx):
    chosen = choose_runtimes([
        struct(
            defaults = [t.python_version for t in module.tags.defaults],
            is_root = module.is_root,
            name = module.name,
            runtimes = [_of_archive(t) for t in module.tags.archive] +
                       [_of_go_module(t) for t in module.tags.go_module],
        )
        for module in module_ctx.modules
    ])
    if chosen.problem:
        refuse_runtime(chosen.tag, chosen.python_version, chosen.problem, chosen.fix)
    for (version, platform), d in chosen.runtimes.items():
        make = archive_runtime_repo if d.tag == "archive" else go_module_runtime_repo
        make(
            name = runtime_repo_name(version, platform),
            platform = platform,
            python_version = version,
            **d.attributes
        )
    runtime_hub_repo(
        name = HUB,
        default_version = chosen.default,
        runtimes = ["{} {}".format(version, platform) for version, platform in chosen.runtimes],
    )

    # The repositories follow from the modules alone: no file, no variable and no machine is asked.
    return module_ctx.extension_metadata(reproducible = True)

def _of_archive(tag):
    return struct(
        attributes = {name: getattr(tag, name) for name in ["integrity", "sha256", "strip_prefix", "urls"]},
        platforms = [tag.platform],
        python_version = tag.python_version,
        tag = "archive",
    )

def _of_go_module(tag):
    return struct(
        attributes = {"module": tag.module, "sum": tag.sum, "version": tag.version},
        platforms = PLATFORMS.keys(),
        python_version = tag.python_version,
        tag = "go_module",
    )

hermetic_python = module_extension(
    implementation = _hermetic_python_impl,
    doc = """Python runtimes for `hermetic_python_test` and its kin. Some are there without any tag.

```starlark
hermetic_python = use_extension("@rules_idk//rules:extensions.bzl", "hermetic_python")
hermetic_python.archive(
    integrity = "sha256-…",
    platform = "linux_x86_64",
    python_version = "3.13",
    urls = ["https://…/cpython-3.13.5+20250612-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz"],
)
```

Nothing is downloaded before a target needs it. Any module can declare a runtime; of two for one version
and platform, that of the module nearest to the root counts.

*Targets of the repository `hermetic_python`:* `//:<version>`, a runtime for the attribute `runtime`;
`//:<version>_distribution`, its files.
""",
    tag_classes = {
        "archive": _archive,
        "defaults": _defaults,
        "go_module": _go_module,
    },
)
