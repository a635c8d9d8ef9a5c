"""Unit tests of the names of targets, and of layers of elements."""

load("@bazel_skylib//lib:partial.bzl", "partial")
load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//rules/private/idk:targets.bzl", "merge_layers", "name_targets", "tools")

def _element(type, name, meta, files, content = {}):
    return struct(content = content, files = files, meta = meta, name = name, type = type)

def _set(name, *shards, file = "set.json"):
    folder = "pkg/" + name
    return _element(
        "component_manifest",
        name,
        "{}/{}".format(folder, file),
        ["{}/{}".format(folder, s) for s in shards],
    )

def _names_test_impl(ctx):
    env = unittest.begin(ctx)
    got = name_targets([
        _set("syslog", "client.shard.cml", "plain.cml"),
        _set("sys/component", "realm_builder.core_shard.cml", "x.cml", "x.shard.cml"),
        _set("clash", "client", "client.shard.cml", "shards.cml", "client_2.shard.cml", "notes.cmx"),
        _element("cc_source_library", "syslog", "pkg/syslog/meta.json", ["pkg/syslog/log.h"]),
        _element("hologram", "my thing", "future/thing.json", []),
        _element("hologram", "thing", "future/other.json", ["future/thing_files"]),
    ])
    asserts.equals(env, {
        "pkg/clash/client.shard.cml": ("pkg/clash", "client.shard"),
        "pkg/clash/client_2.shard.cml": ("pkg/clash", "client_2"),
        "pkg/clash/shards.cml": ("pkg/clash", "shards"),
        "pkg/sys/component/realm_builder.core_shard.cml": ("pkg/sys/component", "realm_builder"),
        "pkg/sys/component/x.cml": ("pkg/sys/component", "x"),
        "pkg/sys/component/x.shard.cml": ("pkg/sys/component", "x.shard"),
        "pkg/syslog/client.shard.cml": ("pkg/syslog", "client"),
        "pkg/syslog/plain.cml": ("pkg/syslog", "plain"),
    }, {path: got.shards[path] for path in sorted(got.shards)})
    asserts.equals(
        env,
        {"pkg/clash": "shards_", "pkg/sys/component": "shards", "pkg/syslog": "shards"},
        {package: got.sets[package] for package in sorted(got.sets)},
    )
    asserts.equals(env, {
        "future/other.json": ("future", "thing_hologram_files"),
        "future/thing.json": ("future", "my_thing_files"),
        "pkg/clash/set.json": ("pkg/clash", "clash_files"),
        "pkg/syslog/meta.json": ("pkg/syslog", "syslog_files"),
    }, {path: got.files[path] for path in sorted(got.files)})
    return unittest.end(env)

names_test = unittest.make(_names_test_impl)

def _tools_test_impl(ctx):
    env = unittest.begin(ctx)
    got = tools([
        _element("host_tool", "cmc", "tools/x64/cmc-meta.json", [], {"files": ["tools/x64/cmc"]}),
        _element("host_tool", "cmc", "tools/arm64/cmc-meta.json", [], {"files": ["tools/arm64/cmc"]}),
        _element("host_tool", "old", "tools/old-meta.json", [], {"files": ["tools/old"]}),
        _element("ffx_tool", "ffx-log", "tools/x64/ffx_tools/ffx-log-meta.json", [], {
            "files": {"executable": "tools/x64/ffx_tools/ffx-log"},
        }),
        _element("host_tool", "none", "tools/x64/none-meta.json", [], {"target_files": {"x64": ["a"]}}),
    ], "x64")
    asserts.equals(env, {
        "cmc": {
            "arm64": struct(meta = "tools/arm64/cmc-meta.json", program = "tools/arm64/cmc"),
            "x64": struct(meta = "tools/x64/cmc-meta.json", program = "tools/x64/cmc"),
        },
        "ffx-log": {"x64": struct(
            meta = "tools/x64/ffx_tools/ffx-log-meta.json",
            program = "tools/x64/ffx_tools/ffx-log",
        )},
        "old": {"x64": struct(meta = "tools/old-meta.json", program = "tools/old")},
    }, got)
    return unittest.end(env)

tools_test = unittest.make(_tools_test_impl)

def _layers_test_impl(ctx):
    env = unittest.begin(ctx)
    syslog, other_syslog = _set("syslog", "client.shard.cml"), _set("syslog", "client.shard.cml", file = "b.json")
    inspect, speaker = _set("inspect", "client.shard.cml"), _set("speaker", "client.shard.cml")
    got = merge_layers([speaker, syslog], [
        struct(elements = [other_syslog, inspect], name = "low"),
        struct(elements = [inspect, syslog], name = "high"),
    ])
    asserts.equals(
        env,
        [
            ("speaker", None, []),
            ("syslog", "low", ["low", "high"]),
            ("inspect", "low", ["high"]),
        ],
        [
            (m.element.name, m.owner.repo if m.owner else None, [s.repo for s in m.same])
            for m in got
        ],
        "the lowest layer that has an element owns it; the others must equal it",
    )
    asserts.equals(env, other_syslog, got[1].owner.element)
    return unittest.end(env)

layers_test = unittest.make(_layers_test_impl)

def targets_test_suite(name):
    """Declares the tests.

    Args:
      name: string, the name of the suite.
    """
    unittest.suite(name, *[
        partial.make(test, size = "small")
        for test in [
            names_test,
            tools_test,
            layers_test,
        ]
    ])
