"""Component manifests and the shards that they include (RFC-0106)."""

load("//rules/private:component_manifest.bzl", _component_manifest = "component_manifest")
load("//rules/private:component_manifest_shard.bzl", _component_manifest_shard = "component_manifest_shard")

component_manifest = _component_manifest
component_manifest_shard = _component_manifest_shard
