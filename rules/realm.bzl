"""Realms that are assembled from shards (RFC-0089)."""

load("//rules/private:core_realm.bzl", _core_realm = "core_realm")
load("//rules/private:core_shard.bzl", _core_shard = "core_shard")
load("//rules/private:realm_diff_test.bzl", _realm_diff_test = "realm_diff_test")
load("//rules/private:realm_golden_test.bzl", _realm_golden_test = "realm_golden_test")
load("//rules/private:root_realm.bzl", _root_realm = "root_realm")

core_realm = _core_realm
core_shard = _core_shard
realm_diff_test = _realm_diff_test
realm_golden_test = _realm_golden_test
root_realm = _root_realm
