"""Realms that are assembled from shards (RFC-0089)."""

load("//rules/private:core_realm.bzl", _core_realm = "core_realm")
load("//rules/private:core_shard.bzl", _core_shard = "core_shard")
load("//rules/private:root_realm.bzl", _root_realm = "root_realm")

core_realm = _core_realm
core_shard = _core_shard
root_realm = _root_realm
