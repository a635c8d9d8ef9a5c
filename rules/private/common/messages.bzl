"""The one form of a failing target: label, attribute, value, expectation, fix."""

def canonical_label(label):
    """Returns the label as text that is the same wherever it is printed.

    `str(label)` and `label.repo_name` are what every Bazel agrees on; the leading `@@` is kept
    so that tools can tell the repository, and turned into a readable form only when printed.

    Args:
      label: Label.

    Returns:
      string, such as "@@//sys/net:net".
    """
    text = str(label)
    if text.startswith("@@"):
        return text
    if text.startswith("@"):
        return "@" + text
    return "@@" + text

def display_label(label):
    """Returns the label as a user of the main repository would write it.

    Args:
      label: Label, or a canonical label as text.

    Returns:
      string: "//pkg:x" in the main repository, "@name//pkg:x" elsewhere. The apparent name of a
      repository is not known to a rule; its last part is what people recognize.
    """
    text = label if type(label) == "string" else canonical_label(label)
    repo, _, rest = text.partition("//")
    repo = repo.lstrip("@")
    for separator in ["+", "~"]:
        repo = repo.rpartition(separator)[2] or repo.rstrip(separator).rpartition(separator)[2]
    return ("@" + repo if repo else "") + "//" + rest

def bad_attribute(label, attribute, got, expected, fix):
    """Fails because of the value of an attribute.

    Args:
      label: Label of the target at fault.
      attribute: string, the attribute's name.
      got: string, the value as the user wrote it.
      expected: string, what would have been right.
      fix: string, what to type next.
    """
    fail("\n{label}: attribute `{attribute}`: got {got}, expected {expected}.\nFix: {fix}".format(
        label = display_label(label),
        attribute = attribute,
        got = got,
        expected = expected,
        fix = fix,
    ))

def bad_target(label, problem, fix):
    """Fails because of what several attributes or targets say together.

    Args:
      label: Label of the target at fault.
      problem: string, one sentence without a full stop.
      fix: string, what to type next.
    """
    fail("\n{label}: {problem}.\nFix: {fix}".format(
        label = display_label(label),
        problem = problem,
        fix = fix,
    ))

def bad_tag(tag, name, problem, fix, extension = "idk", key = "name"):
    """Fails because of a tag of a module extension, or of what it names.

    Args:
      tag: string, the tag class.
      name: string, the value of `key`.
      problem: string, one sentence without a full stop.
      fix: string, what to do next.
      extension: string, the extension.
      key: string, the attribute that tells tags of one class apart.
    """
    fail("\n{extension}.{tag}({key} = \"{name}\"): {problem}.\nFix: {fix}".format(
        extension = extension,
        fix = fix,
        key = key,
        name = name,
        problem = problem,
        tag = tag,
    ))
