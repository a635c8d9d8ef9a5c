"""The module extension that brings IDKs into a workspace."""

load("//rules/private/idk:extension.bzl", _idk = "idk")

idk = _idk
