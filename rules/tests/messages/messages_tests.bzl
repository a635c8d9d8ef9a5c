"""Unit tests of how labels are shown."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")

# A test looks inside; users never load this.
load("//rules/private/common:messages.bzl", "canonical_label", "display_label")

def _display_label_test_impl(ctx):
    env = unittest.begin(ctx)
    for label, want in {
        "@@//:x": "//:x",
        "@@//sys/net:net_shard": "//sys/net:net_shard",
        "@@rules_idk++idk+sdk//pkg/syslog:client": "@sdk//pkg/syslog:client",
        "@@rules_idk+//rules:generation": "@rules_idk//rules:generation",
        "@@rules_idk~//rules:generation": "@rules_idk//rules:generation",
        "@@rules_idk~~idk~sdk//pkg/syslog:client": "@sdk//pkg/syslog:client",
        "@old_style//a:b": "@old_style//a:b",
    }.items():
        asserts.equals(env, want, display_label(label), label)
    return unittest.end(env)

display_label_test = unittest.make(_display_label_test_impl)

def _canonical_label_test_impl(ctx):
    env = unittest.begin(ctx)
    asserts.true(env, canonical_label(Label("//rules:generation")).startswith("@@"))
    asserts.equals(
        env,
        "//rules/tests/messages:x",
        display_label(canonical_label(Label(":x"))).removeprefix("@rules_idk"),
    )
    return unittest.end(env)

canonical_label_test = unittest.make(_canonical_label_test_impl)

def messages_test_suite(name):
    unittest.suite(name, display_label_test, canonical_label_test)
