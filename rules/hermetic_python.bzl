"""Python tests and programs with their runtime (RFC-0256)."""

load("//rules/private:hermetic_python_distribution.bzl", _hermetic_python_distribution = "hermetic_python_distribution")
load("//rules/private:hermetic_python_runtime.bzl", _hermetic_python_runtime = "hermetic_python_runtime")

hermetic_python_distribution = _hermetic_python_distribution
hermetic_python_runtime = _hermetic_python_runtime
