"""The rule `hermetic_python_suite`."""

load("//rules/private/common:messages.bzl", "bad_target", "canonical_label", "display_label")
load("//rules/private/providers:hermetic_python_archive_info.bzl", "HermeticPythonArchiveInfo")
load("//rules/private/python:bundle_actions.bzl", "link_suite")
load("//rules/private/python:forms.bzl", "carrier_of", "choose_form", "is_beside", "runtime_files")
load("//rules/private/python:names.bzl", "check_name")
load("//rules/private/python:paths.bzl", "FOLDER", "MAIN", "rlocation_path")
load("//rules/private/python:program_attrs.bzl", "FORM", "RUNTIME_ATTRS")
load("//rules/private/python:toolchain.bzl", "OPTIONAL_RUNTIME_TOOLCHAIN", "runtime_of")
load("//rules/private/python:version_transition.bzl", "TRANSITION_ATTRS", "python_version_transition")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _members(ctx, runtime):
    members = []
    for target in ctx.attr.tests:
        info = target[HermeticPythonArchiveInfo]
        if info.runtime.stdlib != runtime.stdlib:
            bad_target(
                ctx.label,
                "{} runs with {}, but the suite with {}".format(
                    display_label(target.label),
                    display_label(info.runtime.label),
                    display_label(runtime.label),
                ),
                "take the same `runtime` for both, or leave it out of both",
            )
        members.append(struct(
            archive = info.archive,
            label = canonical_label(target.label),
            name = target.label.name.rpartition("/")[2],
        ))
    return members

def _links(ctx, suite, members):
    """Declares a link for each program, by whose name the suite knows what to run."""
    links = []
    for member in members:
        link = ctx.actions.declare_symlink("{}/tests/{}".format(ctx.label.name + FOLDER, member.name))
        ctx.actions.symlink(output = link, target_path = "../../" + suite.basename)
        links.append(link)
    return links

def _hermetic_python_suite_impl(ctx):
    check_name(ctx)
    runtime = runtime_of(ctx)
    form = "packed" if ctx.attr.form in ["auto", "single"] else choose_form(ctx, runtime)
    members = _members(ctx, runtime)
    suite = ctx.actions.declare_file(ctx.label.name)
    manifest = ctx.actions.declare_file(ctx.label.name + FOLDER + "/manifest.json")
    link_suite(
        ctx,
        form = form,
        runtime = carrier_of(form, runtime, ctx.attr.compression),
        members = members,
        meta = {
            "kind": "bundle",
            "label": canonical_label(ctx.label),
            "python": runtime.python_version,
            "workspace": MAIN,
        },
        compression = ctx.attr.compression,
        out = suite,
        manifest = manifest,
        path = rlocation_path(suite),
        size_limit = ctx.attr.size_limit,
    )
    return [
        DefaultInfo(
            executable = suite,
            files = depset([suite]),
            runfiles = ctx.runfiles(runtime_files(form, runtime) if is_beside(form) else []),
        ),
        OutputGroupInfo(
            links = depset([suite] + _links(ctx, suite, members)),
            manifest = depset([manifest]),
            packed = depset([suite] if form == "packed" else []),
        ),
    ]

hermetic_python_suite = rule(
    implementation = _hermetic_python_suite_impl,
    doc = """Many Python tests in one file, which has the runtime and what the tests share once.

```starlark
load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_suite")

hermetic_python_suite(
    name = "greet_tests",
    testonly = True,
    tests = [
        ":greet_test",
        ":polite_test",
    ],
)
```

The first argument says which test to run, or the name by which the file is called: a link `greet_test` to
it runs that test.

*Outputs:* `<name>`, the suite. *Output groups:* `packed`, the suite where it is one file; `links`, also a
link for each test, in `<name>.hpy/tests`; `manifest`, what is in it.
""",
    attrs = RUNTIME_ATTRS | TRANSITION_ATTRS | {
        "form": attr.string(
            doc = "What the executable is: {}; or `single`, the same as `packed`. Left out: `auto`, which is `single`.".format(FORM),
            default = "auto",
            values = ["auto", "direct", "packed", "single", "thin", "tree"],
        ),
        "tests": attr.label_list(
            doc = "The tests and programs: targets of `hermetic_python_test` and `hermetic_python_binary`, each " +
                  "with a name of its own. Mandatory.",
            allow_empty = False,
            mandatory = True,
            providers = [HermeticPythonArchiveInfo],
        ),
    },
    cfg = python_version_transition,
    executable = True,
    toolchains = [
        config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE),
        OPTIONAL_RUNTIME_TOOLCHAIN,
    ],
)
