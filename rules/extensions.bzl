"""The module extensions: IDKs and Python runtimes as repositories."""

load("//rules/private/idk:extension.bzl", _idk = "idk")
load("//rules/private/python:extension.bzl", _hermetic_python = "hermetic_python")

hermetic_python = _hermetic_python
idk = _idk
