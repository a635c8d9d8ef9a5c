"""Python tests and programs with their runtime (RFC-0256)."""

load("//rules/private:hermetic_python_binary.bzl", _hermetic_python_binary = "hermetic_python_binary")
load("//rules/private:hermetic_python_distribution.bzl", _hermetic_python_distribution = "hermetic_python_distribution")
load("//rules/private:hermetic_python_runtime.bzl", _hermetic_python_runtime = "hermetic_python_runtime")
load("//rules/private:hermetic_python_suite.bzl", _hermetic_python_suite = "hermetic_python_suite")
load("//rules/private:hermetic_python_test.bzl", _hermetic_python_test_rule = "hermetic_python_test")
load("//rules/private:hermetic_python_test_macro.bzl", _hermetic_python_test = "hermetic_python_test")

hermetic_python_binary = _hermetic_python_binary
hermetic_python_distribution = _hermetic_python_distribution
hermetic_python_runtime = _hermetic_python_runtime
hermetic_python_suite = _hermetic_python_suite
hermetic_python_test = _hermetic_python_test
hermetic_python_test_rule = _hermetic_python_test_rule
