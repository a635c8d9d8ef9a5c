"""Unit tests of which declaration of a Python runtime counts, and of the repository that lists them."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//rules/private/python:paths.bzl", "way")
load("//rules/private/python:runtime_declarations.bzl", "choose_runtimes")
load("//rules/private/python:runtime_hub_repo.bzl", "hub_build_file")

_LINUX = "linux_x86_64"

def _module(name, *runtimes, is_root = False, defaults = []):
    return struct(defaults = defaults, is_root = is_root, name = name, runtimes = list(runtimes))

def _runtime(version, attributes = {}, platforms = [_LINUX], tag = "archive"):
    return struct(attributes = attributes, platforms = platforms, python_version = version, tag = tag)

def _chosen_runtimes_test_impl(ctx):
    env = unittest.begin(ctx)
    got = choose_runtimes([
        _module("app", _runtime("3.11", {"sum": "app's"}), is_root = True),
        _module("rules_idk", _runtime("3.14"), _runtime("3.9"), _runtime("3.11", {"sum": "ours"})),
    ])
    asserts.equals(env, None, got.problem)
    asserts.equals(
        env,
        [("3.9", _LINUX), ("3.11", _LINUX), ("3.14", _LINUX)],
        got.runtimes.keys(),
        "versions are sorted as numbers",
    )
    asserts.equals(env, {"sum": "app's"}, got.runtimes[("3.11", _LINUX)].attributes, "the root module's tag counts")
    asserts.equals(env, "3.14", got.default)
    asserts.equals(
        env,
        "3.11",
        choose_runtimes([
            _module("app", is_root = True, defaults = ["3.11"]),
            _module("lib", _runtime("3.14"), _runtime("3.11"), defaults = ["3.14"]),
        ]).default,
        "only the root module says the default",
    )
    asserts.equals(env, None, choose_runtimes([]).default)
    return unittest.end(env)

chosen_runtimes_test = unittest.make(_chosen_runtimes_test_impl)

def _refused_runtimes_test_impl(ctx):
    env = unittest.begin(ctx)
    for modules, problem, fix in [
        (
            [_module("app", _runtime("3.14.6"))],
            "`python_version` is not `major.minor`",
            "write it like python_version = \"3.14\"",
        ),
        (
            [_module("app", _runtime("3.14", platforms = ["plan9_mips"]))],
            "there are no runtimes for the platform \"plan9_mips\"",
            "take one of: linux_x86_64",
        ),
        (
            [_module("app", _runtime("3.14"), _runtime("3.14", tag = "go_module"))],
            "the module app declares this version twice for linux_x86_64",
            "delete one of the two tags",
        ),
        (
            [_module("app", is_root = True, defaults = ["3.13"]), _module("lib", _runtime("3.14"))],
            "no tag declares this version; there are 3.14",
            "declare it, or take one of these",
        ),
    ]:
        got = choose_runtimes(modules)
        asserts.equals(env, problem, got.problem)
        asserts.equals(env, fix, got.fix)
    return unittest.end(env)

refused_runtimes_test = unittest.make(_refused_runtimes_test_impl)

def _hub_test_impl(ctx):
    env = unittest.begin(ctx)
    text = hub_build_file([("3.11", _LINUX), ("3.14", _LINUX)], "3.14")
    for want in [
        "name = \"3.11_linux_x86_64_on_linux_x86_64\"",
        "toolchain = \"@hermetic_python_3_14_linux_x86_64//:runtime\"",
        "match_any = [\":is_3.14\", \":is_any\"]",
        "match_any = [\":is_3.11\"]",
        "{\":linux_x86_64\": \"@hermetic_python_3_11_linux_x86_64//:distribution\"}",
    ]:
        asserts.true(env, want in text, "no {} in {}".format(want, text))
    asserts.false(env, "config_setting" in hub_build_file([], None).split("\n", 1)[1], "nothing is declared")
    return unittest.end(env)

hub_test = unittest.make(_hub_test_impl)

def _way_test_impl(ctx):
    env = unittest.begin(ctx)
    for start, to, want in [
        ("_main/pkg/x.hpy", "_main/pkg/x", "../x"),
        ("_main/pkg/x.hpy", "rt+/runtime.bin", "../../../rt+/runtime.bin"),
        ("_main/x.hpy", "_main/x.hpy/y", "y"),
        ("_main/a/b", "_main/a", "../../a"),
    ]:
        asserts.equals(env, want, way(start, to))
    return unittest.end(env)

way_test = unittest.make(_way_test_impl)

def declarations_test_suite(name):
    """Declares the tests.

    Args:
      name: string, the name of the suite.
    """
    unittest.suite(name, chosen_runtimes_test, hub_test, refused_runtimes_test, way_test)
