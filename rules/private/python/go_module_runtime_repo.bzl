"""The repository of a CPython distribution that is in a Go module."""

load("@hermetic_python_go_sdk//:def.bzl", "GO_SDK")
load("//rules/private/python:platforms.bzl", "PLATFORMS")
load("//rules/private/python:runtime_repo.bzl", "DISTRIBUTION_FOLDER", "declare_runtime", "refuse_runtime", "reproducible")

# The sum in the tag is stronger than what a database would add.
_ENVIRONMENT = {
    "GO111MODULE": "on",
    "GOFLAGS": "",
    "GOSUMDB": "off",
    "GOTOOLCHAIN": "local",
    "GOWORK": "off",
}

def _go_module_runtime_repo_impl(ctx):
    module = "{}@{}".format(ctx.attr.module, ctx.attr.version)
    downloaded = _download(ctx, module)
    if downloaded["Sum"] != ctx.attr.sum:
        _refuse(
            ctx,
            "the module {} has the checksum {}, expected {}".format(module, downloaded["Sum"], ctx.attr.sum),
            "if it is the right one: sum = \"{}\"; else look for who changed it".format(downloaded["Sum"]),
        )

    data = "python/internal/data/" + PLATFORMS[ctx.attr.platform].go
    if not ctx.path("{}/{}/files.json".format(downloaded["Dir"], data)).exists:
        _refuse(
            ctx,
            "the module {} has no distribution for {}".format(module, ctx.attr.platform),
            "name a module with the layout of github.com/kluctl/go-embed-python",
        )

    # From the archive and not from Go's folder of it: there are other platforms in that one, and it
    # is gone after `go clean -modcache`.
    ctx.extract(
        downloaded["Zip"],
        DISTRIBUTION_FOLDER,
        "{}/{}".format(module, data),
        watch_archive = "no",
    )
    declare_runtime(ctx)
    return reproducible(ctx)

def _download(ctx, module):
    """Lets `go` download the module; returns what it says about it."""
    go = ctx.path(GO_SDK).dirname.get_child("bin").get_child("go.exe" if "windows" in ctx.os.name else "go")
    environment = dict(_ENVIRONMENT)
    for name in ["GOPROXY", "GONOPROXY", "GOPRIVATE"]:
        value = ctx.getenv(name)
        if value:
            environment[name] = value
    if not ctx.getenv("HOME") and not ctx.getenv("GOMODCACHE") and not ctx.getenv("GOPATH"):
        environment["GOPATH"] = str(ctx.path("go"))
    ctx.report_progress("go mod download " + module)
    result = ctx.execute([go, "mod", "download", "-json", module], environment = environment, timeout = 1800)
    described = json.decode(result.stdout, default = None) if result.stdout else None
    if result.return_code or not described or described.get("Error"):
        _refuse(
            ctx,
            "`go mod download {}` says: {}".format(
                module,
                (described or {}).get("Error", "") or result.stderr.strip() or "exit code {}".format(result.return_code),
            ),
            "make this work: go mod download {}; or declare the runtime with hermetic_python.archive".format(module),
        )
    return described

def _refuse(ctx, problem, fix):
    refuse_runtime("go_module", ctx.attr.python_version, problem, fix)

go_module_runtime_repo = repository_rule(
    implementation = _go_module_runtime_repo_impl,
    doc = "A CPython distribution in a Go module: see the tag `go_module` of the extension `hermetic_python`.",
    attrs = {
        "module": attr.string(mandatory = True),
        "platform": attr.string(mandatory = True),
        "python_version": attr.string(mandatory = True),
        "sum": attr.string(mandatory = True),
        "version": attr.string(mandatory = True),
    },
)
