"""Fuchsia packages."""

load("//rules/private:component_package.bzl", _component_package = "component_package")

component_package = _component_package
