"""All rules that need no further module, in one load."""

load(
    ":manifest.bzl",
    _component_manifest = "component_manifest",
    _component_manifest_shard = "component_manifest_shard",
    _expect_includes = "expect_includes",
    _expect_includes_barrier = "expect_includes_barrier",
    _manifest_format_test = "manifest_format_test",
    _restricted_feature = "restricted_feature",
)
load(":package.bzl", _component_package = "component_package")
load(
    ":realm.bzl",
    _core_realm = "core_realm",
    _core_shard = "core_shard",
    _realm_diff_test = "realm_diff_test",
    _realm_golden_test = "realm_golden_test",
    _root_realm = "root_realm",
)

component_manifest = _component_manifest
component_manifest_shard = _component_manifest_shard
component_package = _component_package
core_realm = _core_realm
core_shard = _core_shard
expect_includes = _expect_includes
expect_includes_barrier = _expect_includes_barrier
manifest_format_test = _manifest_format_test
restricted_feature = _restricted_feature
realm_diff_test = _realm_diff_test
realm_golden_test = _realm_golden_test
root_realm = _root_realm
