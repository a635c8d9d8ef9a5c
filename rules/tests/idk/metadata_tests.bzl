"""Unit tests of what reads the metadata of an IDK: each kind of bad input has its message."""

load("@bazel_skylib//lib:partial.bzl", "partial")
load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//rules/private/idk:element.bzl", "parse_element", "tool_program")
load("//rules/private/idk:manifest.bzl", "host_cpu", "missing_parts", "parse_manifest")
load("//rules/private/idk:paths.bzl", "path_collisions", "path_problem")

_GOOD = {
    "arch": {"host": "x86_64-unknown-linux-gnu", "target": ["x64"]},
    "id": "1.0",
    "parts": [{"meta": "pkg/a/a.json", "stable": False, "type": "data"}],
    "root": "..",
    "schema_version": "1",
}

def _changed(key, value):
    changed = dict(_GOOD)
    if value == None:
        changed.pop(key)
    else:
        changed[key] = value
    return json.encode(changed)

def _good_manifest_test_impl(ctx):
    env = unittest.begin(ctx)
    m = parse_manifest(json.encode(_GOOD))
    asserts.equals(env, None, m.problem)
    asserts.equals(env, "1.0", m.id)
    asserts.equals(env, "x86_64-unknown-linux-gnu", m.host)
    asserts.equals(env, ["x64"], m.targets)
    asserts.equals(env, [struct(meta = "pkg/a/a.json", stable = False, type = "data")], m.parts)

    old = parse_manifest(json.encode({
        "arch": _GOOD["arch"],
        "id": "",
        "parts": [{"meta": "pkg/a/a.json", "type": "data"}],
        "schema_version": "1",
    }))
    asserts.equals(env, None, old.problem, "manifests of 2018 to 2022 have neither root nor stable")
    asserts.equals(env, True, old.parts[0].stable)
    return unittest.end(env)

good_manifest_test = unittest.make(_good_manifest_test_impl)

def _bad_manifest_test_impl(ctx):
    env = unittest.begin(ctx)
    for text, want in {
        "[": "is not a JSON object",
        "[]": "is not a JSON object",
        _changed("schema_version", "2"): "has `schema_version` \"2\", expected \"1\"",
        _changed("schema_version", None): "has `schema_version` null, expected \"1\"",
        _changed("root", "."): "has `root` \".\", expected \"..\"",
        _changed("id", None): "has no `id`",
        _changed("id", 1): "has no `id`",
        _changed("arch", None): "has no `arch` with a text `host` and a list `target`",
        _changed("arch", {"host": "x"}): "has no `arch` with a text `host` and a list `target`",
        _changed("arch", {"host": "x", "target": [1]}): "has no `arch` with a text `host` and a list `target`",
        _changed("parts", None): "has no `parts`",
        _changed("parts", []): "has no `parts`",
        _changed("parts", ["a"]): "has a part without `meta` and `type`: \"a\"",
        _changed("parts", [{"meta": "a"}]): "has a part without `meta` and `type`: {\"meta\":\"a\"}",
        _changed("parts", _GOOD["parts"] * 2): "has two parts with the element file `pkg/a/a.json`",
    }.items():
        asserts.equals(env, want, parse_manifest(text).problem)
    asserts.equals(
        env,
        "use a rules_idk that knows this version, or an IDK of version \"1\"",
        parse_manifest(_changed("schema_version", "2")).hint,
    )
    return unittest.end(env)

bad_manifest_test = unittest.make(_bad_manifest_test_impl)

def _required_parts_test_impl(ctx):
    env = unittest.begin(ctx)
    parts = [
        struct(meta = "fidl/fuchsia.logger/meta.json", stable = False, type = "fidl_library"),
        struct(meta = "pkg/a/a.json", stable = True, type = "data"),
        struct(meta = "tools/x64/cmc-meta.json", stable = True, type = "host_tool"),
    ]
    asserts.equals(env, [], missing_parts(parts, [
        "data://pkg/a/a.json",
        "fidl_library://fidl/fuchsia.logger",
        "fidl_library://fidl/fuchsia.logger (unstable)",
        "host_tool://tools/x64/cmc",
    ]))
    asserts.equals(
        env,
        ["data://pkg/a/a.json (unstable)", "data://pkg/b/b.json"],
        missing_parts(parts, ["data://pkg/a/a.json (unstable)", "data://pkg/b/b.json"]),
    )
    return unittest.end(env)

required_parts_test = unittest.make(_required_parts_test_impl)

def _host_cpu_test_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, "x64", host_cpu("x86_64-unknown-linux-gnu"))
    asserts.equals(env, "arm64", host_cpu("aarch64-linux-gnu"))
    asserts.equals(env, "riscv64", host_cpu("riscv64"))
    return unittest.end(env)

host_cpu_test = unittest.make(_host_cpu_test_impl)

def _parse(content, files = []):
    text = content if type(content) == "string" else json.encode(content)
    return parse_element("pkg/a/a.json", text, lambda path: path in files)

def _element_test_impl(ctx):
    env = unittest.begin(ctx)
    shards = _parse(
        {"data": ["pkg/a/b.cml", "pkg/a/a.cml"], "name": "a", "type": "component_manifest"},
        files = ["pkg/a/a.cml", "pkg/a/b.cml"],
    )
    asserts.equals(env, None, shards.problem)
    asserts.equals(env, ["pkg/a/a.cml", "pkg/a/b.cml"], shards.files)

    unknown = _parse(
        {"name": "a", "parts": [{"x": {"y": "a/b"}, "z": "not a file"}], "root": "a", "type": "hologram"},
        files = ["a/b", "pkg/a/a.json", "hologram"],
    )
    asserts.equals(env, None, unknown.problem)
    asserts.equals(env, ["a/b"], unknown.files, "an unknown type keeps its files")

    envelope = _parse({"data": {"name": "Versions", "type": "version_history"}, "schema_id": "x"})
    asserts.equals(env, ("version_history", "Versions", []), (envelope.type, envelope.name, envelope.files))

    tool = _parse(
        {
            "files": ["tools/x64/ffx", "tools/x64/ffx.json"],
            "name": "ffx",
            "target_files": {"x64": ["tools/x64/target"]},
            "type": "host_tool",
        },
        files = ["tools/x64/ffx", "tools/x64/ffx.json", "tools/x64/target"],
    )
    asserts.equals(env, ["tools/x64/ffx", "tools/x64/ffx.json", "tools/x64/target"], tool.files)
    asserts.equals(env, "tools/x64/ffx", tool_program(tool))
    asserts.equals(env, None, tool_program(shards))
    return unittest.end(env)

element_test = unittest.make(_element_test_impl)

def _bad_element_test_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, "is not a JSON object", _parse("{").problem)
    asserts.equals(env, "has no `type` and `name`", _parse({"name": "a"}).problem)
    asserts.equals(env, "has no `type` and `name`", _parse({"name": 1, "type": "config"}).problem)
    for data, want in {
        "/etc/passwd": "names the file \"/etc/passwd\", which is absolute",
        "a/../../b": "names the file \"a/../../b\", which leads out of its folder with `..`",
        "pkg/a/none.cml": "names the file `pkg/a/none.cml`, which does not exist",
    }.items():
        asserts.equals(
            env,
            want,
            _parse({"data": [data], "name": "a", "type": "component_manifest"}).problem,
        )
    asserts.equals(
        env,
        "names the file 1, which is not a string",
        _parse({"data": [1], "name": "a", "type": "component_manifest"}).problem,
    )
    return unittest.end(env)

bad_element_test = unittest.make(_bad_element_test_impl)

def _path_test_impl(ctx):
    env = unittest.begin(ctx)
    for path, want in {
        "": "is empty",
        "..": "leads out of its folder with `..`",
        "./a": "has an empty segment or `.` in it",
        "/a": "is absolute",
        "BUILD": None,
        "C:/a": "has the character \":\", which no label can have",
        "MODULE.bazel": "has a name that means something to Bazel",
        "a": None,
        "a\nb": "has the character \"\\n\", which no label can have",
        "a b/c+d@e": None,
        "a/": "has an empty segment or `.` in it",
        "a//b": "has an empty segment or `.` in it",
        "a/BUILD.bazel": "has a name that means something to Bazel",
        "a/MODULE.bazel": None,
        "a\\b": "has the character \"\\\\\", which no label can have",
    }.items():
        asserts.equals(env, want, path_problem(path), repr(path))
    return unittest.end(env)

path_test = unittest.make(_path_test_impl)

def _collision_test_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, [], path_collisions(["a/b", "a/c", "A.txt", "b/a"]))
    asserts.equals(env, ["`a/B` and `a/b` differ only in case"], path_collisions(["a/b", "a/B"]))
    asserts.equals(env, ["`A` and `a` differ only in case"], path_collisions(["a/b", "A/c"]))
    asserts.equals(env, ["`a/b` is a file and a folder"], path_collisions(["a/b", "a/b/c"]))
    return unittest.end(env)

collision_test = unittest.make(_collision_test_impl)

def metadata_test_suite(name):
    """Declares the tests.

    Args:
      name: string, the name of the suite.
    """
    unittest.suite(name, *[
        partial.make(test, size = "small")
        for test in [
            good_manifest_test,
            bad_manifest_test,
            required_parts_test,
            host_cpu_test,
            element_test,
            bad_element_test,
            path_test,
            collision_test,
        ]
    ])
