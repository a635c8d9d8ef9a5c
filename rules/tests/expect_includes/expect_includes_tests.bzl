"""Analysis tests of expect_includes, its aspect and its barriers."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("@rules_go//go:def.bzl", "go_binary", "go_library")
load("//rules:manifest.bzl", "component_manifest", "component_manifest_shard", "expect_includes", "expect_includes_barrier")
load("//rules:providers.bzl", "ComponentManifestInfo", "ExpectIncludesBarrierInfo", "ExpectedIncludesInfo", "ManifestShardInfo")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:arguments.bzl", "arguments_test")
load("//rules/tests/support:failures.bzl", "failure_test")

_MANUAL = ["manual"]

_FOLLOWED = [
    "actual",
    "cdeps",
    "data",
    "deps",
    "dynamic_deps",
    "embed",
    "exports",
    "implementation_deps",
    "runtime_deps",
    "srcs",
]

_NOT_FOLLOWED = ["tools"]

# A library of some language: it has any attribute and no provider.
_anything = rule(
    implementation = lambda ctx: [DefaultInfo()],
    attrs = {name: attr.label_list() for name in _FOLLOWED + _NOT_FOLLOWED if name != "actual"} | {
        "actual": attr.label(),
        "named": attr.label_keyed_string_dict(),
    },
)

_user_barrier = rule(
    implementation = lambda ctx: [DefaultInfo(), ExpectIncludesBarrierInfo()],
    attrs = {"deps": attr.label_list()},
)

# A component rule of somebody else, whose libraries are in an attribute that is followed.
_user_component = rule(
    implementation = lambda ctx: [DefaultInfo(), ctx.attr.manifest[ComponentManifestInfo]],
    attrs = {
        "deps": attr.label_list(),
        "manifest": attr.label(),
    },
)

# What stands for all shards of an IDK.
_collection = rule(
    implementation = lambda ctx: [
        DefaultInfo(),
        ManifestShardInfo(
            file = None,
            include_path = None,
            label = ctx.label,
            transitive_files = depset(),
            transitive_shards = depset(),
        ),
    ],
)

def _name(label):
    return label.rpartition(":")[2]

def _demands_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    got = {}
    shards = []
    if ExpectedIncludesInfo in target:
        info = target[ExpectedIncludesInfo]
        asserts.equals(env, [], info.own, "only expect_includes has any")
        for demand in info.demands.to_list():
            got.setdefault(_name(demand.by), []).append(_name(demand.shard))
        shards = [_name(s.label) for s in info.shards.to_list()]
        asserts.equals(
            env,
            sorted({s.file.basename: None for s in info.shards.to_list()}),
            sorted([f.basename for f in info.shard_files.to_list()]),
        )
    asserts.equals(env, ctx.attr.demands, got)
    asserts.equals(env, ctx.attr.shards, shards, "dependencies come first")
    return analysistest.end(env)

_demands_test = analysistest.make(
    _demands_test_impl,
    attrs = {
        "demands": attr.string_list_dict(doc = "The names of the libraries to those of the shards."),
        "shards": attr.string_list(doc = "The names of the shards, in order."),
    },
)

def _rule_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[ExpectedIncludesInfo]
    asserts.equals(
        env,
        [("@@//rules/tests/expect_includes:b", ctx.attr.enforced)],
        [(o.shard, o.enforced) for o in info.own],
    )
    asserts.equals(env, [], info.demands.to_list(), "nobody demands yet")
    asserts.equals(env, ["a", "b"], [_name(s.label) for s in info.shards.to_list()])
    asserts.equals(env, 0, len(analysistest.target_under_test(env)[DefaultInfo].files.to_list()))
    return analysistest.end(env)

_rule_test = analysistest.make(_rule_test_impl, attrs = {"enforced": attr.bool()})

def _barrier_files_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[DefaultInfo]
    asserts.equals(env, ["notes.txt"], [f.basename for f in info.files.to_list()])
    asserts.equals(env, ["app.cml"], [f.basename for f in info.default_runfiles.files.to_list()])
    asserts.true(env, ExpectIncludesBarrierInfo in analysistest.target_under_test(env))
    return analysistest.end(env)

_barrier_files_test = analysistest.make(_barrier_files_test_impl)

def _demands_end_test_impl(ctx):
    env = analysistest.begin(ctx)
    asserts.false(env, ExpectedIncludesInfo in analysistest.target_under_test(env))
    return analysistest.end(env)

_demands_end_test = analysistest.make(_demands_end_test_impl)

def _collect(name, targets):
    """A target that has the demands of others."""
    expect_includes_barrier(name = name, tags = _MANUAL, through = targets)

def _shards():
    component_manifest_shard(name = "a", src = "testdata/a.shard.cml", tags = _MANUAL)
    component_manifest_shard(name = "b", src = "testdata/b.shard.cml", tags = _MANUAL, deps = [":a"])
    expect_includes(name = "expect_a", includes = [":a"], tags = _MANUAL)
    expect_includes(name = "expect_b", includes = [":b"], tags = _MANUAL)
    expect_includes(name = "advise_b", enforce = False, includes = [":b"], tags = _MANUAL)
    _rule_test(name = "rule_test", size = "small", enforced = True, target_under_test = ":expect_b")
    _rule_test(name = "rule_not_enforced_test", size = "small", enforced = False, target_under_test = ":advise_b")
    _collection(name = "all_shards", tags = _MANUAL)
    expect_includes(name = "expect_all", includes = [":a", ":all_shards"], tags = _MANUAL)
    failure_test(
        name = "collection_test",
        size = "small",
        message = [
            "//rules/tests/expect_includes:expect_all: attribute `includes`: got " +
            "//rules/tests/expect_includes:all_shards, which stands for several shards, expected " +
            "single shards.",
            "Fix: name those that are needed, and buildozer 'remove includes " +
            "//rules/tests/expect_includes:all_shards' //rules/tests/expect_includes:expect_all",
        ],
        target_under_test = ":expect_all",
    )
    return [":collection_test", ":rule_not_enforced_test", ":rule_test"]

def _flow():
    for name in _FOLLOWED + _NOT_FOLLOWED:
        _anything(name = "lib_" + name, data = [":expect_a"], tags = _MANUAL)
        library = ":lib_" + name
        _anything(name = "by_" + name, tags = _MANUAL, **{name: library if name == "actual" else [library]})
    _collect("all_attributes", [":by_" + name for name in _FOLLOWED + _NOT_FOLLOWED])
    _demands_test(
        name = "attributes_test",
        size = "small",
        demands = {"lib_" + name: ["a"] for name in _FOLLOWED},
        shards = ["a"],
        target_under_test = ":all_attributes",
    )

    _anything(name = "lower", deps = [":expect_a"], tags = _MANUAL)
    _anything(name = "upper", data = [":expect_b"], tags = _MANUAL, deps = [":lower", ":by_deps"])
    native.alias(name = "renamed", actual = ":upper", tags = _MANUAL)
    native.filegroup(name = "group", srcs = [":renamed", "testdata/notes.txt"], tags = _MANUAL)
    _collect("chain", [":group", ":expect_b"])
    _demands_test(
        name = "by_test",
        size = "small",
        # Nothing is between `chain` and `expect_b`.
        demands = {"chain": ["b"], "lib_deps": ["a"], "lower": ["a"], "upper": ["b"]},
        shards = ["a", "b"],
        target_under_test = ":chain",
    )
    return [":attributes_test", ":by_test"]

def _languages():
    go_library(
        name = "go_lib",
        data = [":expect_a"],
        importpath = "example.com/log",
        tags = _MANUAL,
    )
    go_library(
        name = "go_dep",
        data = [":lower"],
        importpath = "example.com/dep",
        tags = _MANUAL,
    )
    go_binary(
        name = "go_bin",
        embed = [":go_lib"],
        tags = _MANUAL,
        deps = [":go_dep"],
    )
    _collect("go_program", [":go_bin"])
    _demands_test(
        name = "languages_test",
        size = "small",
        demands = {"go_lib": ["a"], "lower": ["a"]},
        shards = ["a"],
        target_under_test = ":go_program",
    )
    return [":languages_test"]

def _barriers():
    component_manifest(name = "app", src = "testdata/app.cml", program = [":upper"], tags = _MANUAL)
    _demands_end_test(name = "demands_end_test", size = "small", target_under_test = ":app")
    _user_component(name = "their_app", manifest = ":app", tags = _MANUAL, deps = [":upper"])
    _anything(name = "starts_app", data = [":app", ":lower", ":their_app"], tags = _MANUAL)
    _collect("above_component", [":starts_app"])
    _demands_test(
        name = "stops_at_component_test",
        size = "small",
        demands = {"lower": ["a"]},
        shards = ["a"],
        target_under_test = ":above_component",
    )

    expect_includes_barrier(name = "ours", data = [":upper"], tags = _MANUAL)
    _user_barrier(name = "theirs", tags = _MANUAL, deps = [":upper"])
    _anything(name = "starts_others", data = [":ours", ":theirs"], tags = _MANUAL)
    _collect("above_barrier", [":starts_others"])
    _demands_test(name = "stops_at_barrier_test", size = "small", target_under_test = ":above_barrier")

    expect_includes_barrier(name = "half", data = [":upper"], tags = _MANUAL, through = [":by_deps"])
    _anything(name = "starts_half", data = [":half"], tags = _MANUAL)
    _collect("above_half", [":starts_half"])
    _demands_test(
        name = "barrier_through_test",
        size = "small",
        demands = {"lib_deps": ["a"]},
        shards = ["a"],
        target_under_test = ":above_half",
    )

    native.filegroup(name = "files", srcs = ["testdata/notes.txt"], data = ["testdata/app.cml"], tags = _MANUAL)
    expect_includes_barrier(name = "stands_for_files", data = [":files"], tags = _MANUAL)
    _barrier_files_test(name = "barrier_files_test", size = "small", target_under_test = ":stands_for_files")
    return [
        ":barrier_files_test",
        ":barrier_through_test",
        ":demands_end_test",
        ":stops_at_barrier_test",
        ":stops_at_component_test",
    ]

def _manifests():
    actions_test(
        name = "actions_test",
        size = "small",
        inputs = {
            # Both demanded shards are there, though `app` has no deps.
            "CmlExpect": ["a.shard.cml", "app.cml", "b.shard.cml"],
            "CmlInclude": ["app.cml"],
            "FindingsShow": ["app.findings.json"],
        },
        mnemonics = ["CmlCompile", "CmlExpect", "CmlInclude", "FindingsShow"],
        outputs = {
            "CmlExpect": ["app.findings.json"],
            "FindingsShow": ["app.validated"],
        },
        target_under_test = ":app",
    )
    component_manifest(name = "undemanding", src = "testdata/app.cml", program = [":theirs"], tags = _MANUAL)
    component_manifest(
        name = "unchecked",
        src = "testdata/app.cml",
        check_includes = False,
        program = [":upper"],
        tags = _MANUAL,
    )
    actions_test(
        name = "no_demands_test",
        size = "small",
        mnemonics = ["CmlCompile", "CmlInclude"],
        target_under_test = ":undemanding",
    )
    actions_test(
        name = "no_check_test",
        size = "small",
        mnemonics = ["CmlCompile", "CmlInclude"],
        target_under_test = ":unchecked",
    )
    _anything(name = "adviser", data = [":advise_b"], tags = _MANUAL)
    component_manifest(
        name = "advised",
        src = "testdata/app.cml",
        include_root = "manifest_dir",
        program = [":adviser", ":expect_a"],
        tags = _MANUAL,
    )
    arguments_test(
        name = "arguments_test",
        size = "small",
        flags = {
            "--demand": [
                json.encode({
                    "by": "@@//rules/tests/expect_includes:" + by,
                    "enforced": enforced,
                    "shard": "@@//rules/tests/expect_includes:" + shard,
                })
                for by, shard, enforced in [("adviser", "b", False), ("advised", "a", True)]
            ],
            "--include-root": ["rules/tests/expect_includes/testdata"],
        },
        mnemonic = "CmlExpect",
        target_under_test = ":advised",
    )
    return [":actions_test", ":arguments_test", ":no_check_test", ":no_demands_test"]

def expect_includes_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    native.test_suite(
        name = name,
        tests = sorted(_shards() + _flow() + _languages() + _barriers() + _manifests()),
    )
