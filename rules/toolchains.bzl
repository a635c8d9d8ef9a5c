"""The toolchain that runs the actions, for users who bring their own `idkit`."""

load("//rules/private/toolchain:idkit_toolchain.bzl", _IDKIT_TOOLCHAIN_TYPE = "IDKIT_TOOLCHAIN_TYPE", _idkit_toolchain = "idkit_toolchain")

IDKIT_TOOLCHAIN_TYPE = _IDKIT_TOOLCHAIN_TYPE
idkit_toolchain = _idkit_toolchain
