"""What is published: atoms, and IDKs made of them (RFC-0106)."""

load("//rules/private:idk.bzl", _idk = "idk")
load("//rules/private:idk_archive.bzl", _idk_archive = "idk_archive")
load("//rules/private:idk_merge.bzl", _idk_merge = "idk_merge")
load("//rules/private:sdk_atom.bzl", _sdk_atom = "sdk_atom")
load("//rules/private:sdk_config.bzl", _sdk_config = "sdk_config")
load("//rules/private:sdk_documentation.bzl", _sdk_documentation = "sdk_documentation")
load("//rules/private:sdk_host_tool.bzl", _sdk_host_tool = "sdk_host_tool")
load("//rules/private:sdk_molecule.bzl", _sdk_molecule = "sdk_molecule")
load("//rules/private:sdk_shards.bzl", _sdk_shards = "sdk_shards")
load("//rules/private:sdk_test_bundle.bzl", _sdk_test_bundle = "sdk_test_bundle")

idk = _idk
idk_archive = _idk_archive
idk_merge = _idk_merge
sdk_atom = _sdk_atom
sdk_config = _sdk_config
sdk_documentation = _sdk_documentation
sdk_test_bundle = _sdk_test_bundle
sdk_host_tool = _sdk_host_tool
sdk_molecule = _sdk_molecule
sdk_shards = _sdk_shards
