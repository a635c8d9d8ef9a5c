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
load(
    ":sdk.bzl",
    _idk = "idk",
    _idk_archive = "idk_archive",
    _idk_merge = "idk_merge",
    _sdk_atom = "sdk_atom",
    _sdk_config = "sdk_config",
    _sdk_documentation = "sdk_documentation",
    _sdk_host_tool = "sdk_host_tool",
    _sdk_molecule = "sdk_molecule",
    _sdk_shards = "sdk_shards",
    _sdk_test_bundle = "sdk_test_bundle",
)

component_manifest = _component_manifest
component_manifest_shard = _component_manifest_shard
component_package = _component_package
core_realm = _core_realm
core_shard = _core_shard
expect_includes = _expect_includes
expect_includes_barrier = _expect_includes_barrier
idk = _idk
idk_archive = _idk_archive
idk_merge = _idk_merge
manifest_format_test = _manifest_format_test
realm_diff_test = _realm_diff_test
realm_golden_test = _realm_golden_test
restricted_feature = _restricted_feature
root_realm = _root_realm
sdk_atom = _sdk_atom
sdk_config = _sdk_config
sdk_documentation = _sdk_documentation
sdk_host_tool = _sdk_host_tool
sdk_molecule = _sdk_molecule
sdk_shards = _sdk_shards
sdk_test_bundle = _sdk_test_bundle
