"""The providers of all rules, for rules and macros that build on them."""

load("//rules/private/providers:atom_info.bzl", _AtomInfo = "AtomInfo")
load("//rules/private/providers:component_manifest_info.bzl", _ComponentManifestInfo = "ComponentManifestInfo")
load("//rules/private/providers:component_package_info.bzl", _ComponentPackageInfo = "ComponentPackageInfo")
load("//rules/private/providers:core_realm_info.bzl", _CoreRealmInfo = "CoreRealmInfo")
load("//rules/private/providers:core_shard_info.bzl", _CoreShardInfo = "CoreShardInfo")
load("//rules/private/providers:expect_includes_barrier_info.bzl", _ExpectIncludesBarrierInfo = "ExpectIncludesBarrierInfo")
load("//rules/private/providers:expected_includes_info.bzl", _ExpectedIncludesInfo = "ExpectedIncludesInfo")
load("//rules/private/providers:hermetic_python_archive_info.bzl", _HermeticPythonArchiveInfo = "HermeticPythonArchiveInfo")
load("//rules/private/providers:hermetic_python_distribution_info.bzl", _HermeticPythonDistributionInfo = "HermeticPythonDistributionInfo")
load("//rules/private/providers:hermetic_python_library_info.bzl", _HermeticPythonLibraryInfo = "HermeticPythonLibraryInfo")
load("//rules/private/providers:hermetic_python_runtime_info.bzl", _HermeticPythonRuntimeInfo = "HermeticPythonRuntimeInfo")
load("//rules/private/providers:idk_directory_info.bzl", _IdkDirectoryInfo = "IdkDirectoryInfo")
load("//rules/private/providers:idk_info.bzl", _IdkInfo = "IdkInfo")
load("//rules/private/providers:idkit_toolchain_info.bzl", _IdkitToolchainInfo = "IdkitToolchainInfo")
load("//rules/private/providers:manifest_shard_info.bzl", _ManifestShardInfo = "ManifestShardInfo")
load("//rules/private/providers:molecule_info.bzl", _MoleculeInfo = "MoleculeInfo")
load("//rules/private/providers:restricted_feature_info.bzl", _RestrictedFeatureInfo = "RestrictedFeatureInfo")
load("//rules/private/providers:root_realm_info.bzl", _RootRealmInfo = "RootRealmInfo")

# Manifests and packages.
ComponentManifestInfo = _ComponentManifestInfo
ComponentPackageInfo = _ComponentPackageInfo
ExpectIncludesBarrierInfo = _ExpectIncludesBarrierInfo
ExpectedIncludesInfo = _ExpectedIncludesInfo
ManifestShardInfo = _ManifestShardInfo
RestrictedFeatureInfo = _RestrictedFeatureInfo

# Realms.
CoreRealmInfo = _CoreRealmInfo
CoreShardInfo = _CoreShardInfo
RootRealmInfo = _RootRealmInfo

# SDKs.
AtomInfo = _AtomInfo
IdkDirectoryInfo = _IdkDirectoryInfo
IdkInfo = _IdkInfo
MoleculeInfo = _MoleculeInfo

# Hermetic Python.
HermeticPythonArchiveInfo = _HermeticPythonArchiveInfo
HermeticPythonDistributionInfo = _HermeticPythonDistributionInfo
HermeticPythonLibraryInfo = _HermeticPythonLibraryInfo
HermeticPythonRuntimeInfo = _HermeticPythonRuntimeInfo

# Toolchains.
IdkitToolchainInfo = _IdkitToolchainInfo
