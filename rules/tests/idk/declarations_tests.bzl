"""Unit tests of which declaration of an IDK counts, and of layers."""

load("@bazel_skylib//lib:partial.bzl", "partial")
load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//rules/private/idk:declarations.bzl", "choose_declarations", "layers_of")

def _module(name, *tags, is_root = False):
    return struct(is_root = is_root, name = name, tags = list(tags))

def _local(name, path = "idk"):
    return struct(attributes = {"path": path}, name = name, tag = "local")

def _archive(name, url = "https://example.com/idk.tar.gz", integrity = "sha256-x", sha256 = ""):
    return struct(
        attributes = {"integrity": integrity, "sha256": sha256, "urls": [url] if url else []},
        name = name,
        tag = "archive",
    )

def _chosen_test_impl(ctx):
    env = unittest.begin(ctx)
    got = choose_declarations([
        _module("app", _local("b"), is_root = True),
        _module("lib", _archive("b"), _archive("a")),
        _module("other", _archive("a")),
    ])
    asserts.equals(env, None, got.problem)
    asserts.equals(
        env,
        {"a": _archive("a"), "b": _local("b")},
        got.chosen,
        "the root module's tag counts; other modules may agree",
    )
    return unittest.end(env)

chosen_test = unittest.make(_chosen_test_impl)

def _refused_test_impl(ctx):
    env = unittest.begin(ctx)
    for modules, problem, fix in [
        (
            [_module("app", _local("a"), _archive("a"), is_root = True)],
            "idk.local of the module app has the same name",
            "rename one of the two",
        ),
        (
            [_module("lib", _archive("a")), _module("other", _archive("a", integrity = "sha256-y"))],
            "the modules lib and other declare it differently",
            "declare \"a\" in the root module: that counts for all",
        ),
        (
            [_module("lib", _local("a"))],
            "the module lib is not the root, so it cannot know what is on this machine",
            "use idk.archive, or use_extension(…, dev_dependency = True)",
        ),
        (
            [_module("app", _local("a", path = ""), is_root = True)],
            "`path` is empty",
            "give the folder of an IDK",
        ),
        (
            [_module("app", _archive("a", url = None), is_root = True)],
            "`urls` is empty",
            "give at least one URL",
        ),
        (
            [_module("app", _archive("a", sha256 = "12"), is_root = True)],
            "both `integrity` and `sha256` are given",
            "remove one of the two",
        ),
    ]:
        got = choose_declarations(modules)
        asserts.equals(env, (problem, fix, "a"), (got.problem, got.fix, got.name))
    return unittest.end(env)

refused_test = unittest.make(_refused_test_impl)

def _layers(**layers):
    return {name: struct(attributes = {"layers": below}) for name, below in layers.items()}

def _layers_test_impl(ctx):
    env = unittest.begin(ctx)
    diamond = _layers(bottom = [], left = ["bottom"], right = ["bottom"], top = ["left", "right"])
    asserts.equals(env, ["bottom", "left", "right"], layers_of(diamond, "top").names)
    asserts.equals(env, [], layers_of(diamond, "bottom").names)
    asserts.equals(
        env,
        "its layer \"none\" is not declared",
        layers_of(_layers(a = ["none"]), "a").problem,
    )
    cycle = layers_of(_layers(a = ["b"], b = ["c"], c = ["a"]), "a")
    asserts.equals(env, "its layers form a cycle by \"a\"", cycle.problem)
    asserts.equals(env, "remove \"a\" from the layers of \"c\"", cycle.fix)
    asserts.equals(env, "its layers form a cycle by \"a\"", layers_of(_layers(a = ["a"]), "a").problem)
    return unittest.end(env)

layers_test = unittest.make(_layers_test_impl)

def declarations_test_suite(name):
    """Declares the tests.

    Args:
      name: string, the name of the suite.
    """
    unittest.suite(name, *[
        partial.make(test, size = "small")
        for test in [
            chosen_test,
            refused_test,
            layers_test,
        ]
    ])
