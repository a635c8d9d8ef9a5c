"""Targets that must fail in analysis, with the message that users see."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")

def _failure_test_impl(ctx):
    env = analysistest.begin(ctx)
    for text in ctx.attr.message:
        asserts.expect_failure(env, text)
    return analysistest.end(env)

failure_test = analysistest.make(
    _failure_test_impl,
    attrs = {
        "message": attr.string_list(doc = "Texts that the message must have.", mandatory = True),
    },
    expect_failure = True,
)
