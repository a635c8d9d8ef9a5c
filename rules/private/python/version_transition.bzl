"""The transition that lets a target choose its version of Python."""

_SETTING = "//rules:python_version"

def _python_version_transition_impl(settings, attr):
    return {_SETTING: attr.python_version or settings[_SETTING]}

# One setting changes, for the target and for what it depends on. Targets that do not say a version
# have the configuration of what depends on them.
python_version_transition = transition(
    implementation = _python_version_transition_impl,
    inputs = [_SETTING],
    outputs = [_SETTING],
)

TRANSITION_ATTRS = {
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}
