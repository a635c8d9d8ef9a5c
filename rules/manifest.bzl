"""Component manifests, the shards that they include (RFC-0106), and who demands which."""

load("//rules/private:component_manifest.bzl", _component_manifest = "component_manifest")
load("//rules/private:component_manifest_shard.bzl", _component_manifest_shard = "component_manifest_shard")
load("//rules/private:expect_includes.bzl", _expect_includes = "expect_includes")
load("//rules/private:expect_includes_barrier.bzl", _expect_includes_barrier = "expect_includes_barrier")
load("//rules/private:manifest_format_test.bzl", _manifest_format_test = "manifest_format_test")
load("//rules/private:restricted_feature.bzl", _restricted_feature = "restricted_feature")

component_manifest = _component_manifest
component_manifest_shard = _component_manifest_shard
expect_includes = _expect_includes
expect_includes_barrier = _expect_includes_barrier
manifest_format_test = _manifest_format_test
restricted_feature = _restricted_feature
