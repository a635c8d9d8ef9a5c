"""Runs the main module with the pytest that the bundle brings.

Assertions are rewritten from sources that lie on the disk, so bundles with this
runner have layout "extract" or lie in a tree of runfiles.
"""

import _hermetic as h
from importlib import util
from importlib.machinery import PathFinder

try:
    import pytest
    from _pytest.assertion import rewrite
except ImportError as e:
    h.fault(h.program, "its runner is pytest, which cannot be imported (%s)" % e, "add pytest to deps")

INI_FILES = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")


def _find_spec(name, path=None, target=None):
    """Finds what pytest may rewrite: modules whose source is a file."""
    for pack in h.packs:
        spec = pack.find_spec(name)
        if spec is None:
            continue
        if pack is h.stdlib or not spec.origin or not h.is_file(spec.origin) or not spec.origin.endswith(".py"):
            return spec
        return util.spec_from_file_location(
            name, spec.origin, submodule_search_locations=spec.submodule_search_locations)
    return PathFinder.find_spec(name, path, target)


class Plugin:
    """Maps Bazel's protocol of tests to the hooks of pytest."""

    def __init__(self, session):
        self.session = session
        self.matched = None
        self.running = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        chosen = self.session
        if not items:
            return
        ids = [item.nodeid for item in items]
        kept, self.matched = chosen.select(ids)
        if kept is not None:
            dropped = [item for i, item in enumerate(items) if i not in kept]
            items[:] = [item for i, item in enumerate(items) if i in kept]
            if dropped:
                config.hook.pytest_deselected(items=dropped)
        if config.getoption("shuffle") is not None:
            chosen.seed = int(config.getoption("shuffle") or 0) or chosen.seed
            order = chosen.shuffle([i.nodeid for i in items], lambda i: items[i].nodeid.rpartition("::")[0])
            items[:] = [items[i] for i in order]

    def pytest_addoption(self, parser):
        parser.addoption("--shuffle", nargs="?", const="0", default=None, help="run in another order, of a seed")

    def pytest_sessionfinish(self, session, exitstatus):
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.matched:
            session.exitstatus = pytest.ExitCode.OK  # nothing left for this shard

    # Reports.

    def pytest_runtest_logstart(self, nodeid, location):
        if self.session.report:
            self.running[nodeid] = self.session.report.begin(*_names(nodeid))

    def pytest_runtest_logfinish(self, nodeid, location):
        case = self.running.pop(nodeid, None)
        if case is not None:
            self.session.report.end(case)

    def pytest_runtest_logreport(self, report):
        case = self.running.get(report.nodeid)
        if case is None:
            return
        outcome = _outcome(report)
        if outcome is None:
            return
        context = getattr(report, "context", None)  # of a subtest
        if context is not None:
            description = " ".join(filter(None, [
                "[%s]" % context.msg if context.msg else "",
                "(%s)" % ", ".join("%s=%s" % i for i in context.kwargs.items()) if context.kwargs else "",
            ]))
            self.session.report.add(case.classname, case.name + " " + description, *outcome)
        else:
            case.outcomes.append(outcome)

    def pytest_collectreport(self, report):
        if report.failed and self.session.report:
            self.session.report.add(_names(report.nodeid)[0], "collection", "error", "collection failed", "",
                                    report.longreprtext)


def _names(nodeid):
    """The class and the name of a test; the parameters may have any character."""
    head, bracket, parameters = nodeid.partition("[")
    path, _, name = head.rpartition("::")
    if not path:
        path, name = name, ""
    module, _, classes = path.partition("::")
    module = module.removesuffix(".py").replace("/", ".")
    return ".".join(filter(None, [module, *classes.split("::")])), name + bracket + parameters


def _outcome(report):
    text = report.longreprtext
    if report.passed:
        if hasattr(report, "wasxfail"):
            return "skipped", "passed, though a failure was expected: " + report.wasxfail, "", ""
        return None
    if report.skipped:
        reason = report.wasxfail if hasattr(report, "wasxfail") else (
            report.longrepr[2] if isinstance(report.longrepr, tuple) else text)
        return "skipped", str(reason), "", ""
    crash = getattr(getattr(report, "longrepr", None), "reprcrash", None)
    message = (crash.message if crash else text).partition("\n")[0]
    return "failure" if report.when == "call" else "error", message, message.partition(":")[0], text


def _configuration(main):
    """The nearest file that configures pytest between the main module and the root."""
    root = h.bundle.root.rstrip("/")
    place = h.directory(main)
    while place.startswith(root):
        for name in INI_FILES:
            path = place + "/" + name
            if h.is_file(path) and _configures(name, path):
                return path
        place = h.directory(place)
    return None


def _configures(name, path):
    section = {"pyproject.toml": b"[tool.pytest", "tox.ini": b"[pytest]", "setup.cfg": b"[tool:pytest]"}.get(name)
    return section is None or section in h.read_file(path)


def run(session, meta, arguments):
    """Runs the tests of a bundle and returns the exit status."""
    spec = h.main_spec(meta["main"])
    if not h.is_file(spec.origin):
        h.fault(h.program, "its runner is pytest, which needs the source %s as a file" % spec.origin,
                'set layout = "extract"')
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        if name not in meta.get("env_inherit", ()) and name not in meta.get("env", {}):
            h.setenv(name, None)
    rewrite.AssertionRewritingHook._find_spec = staticmethod(_find_spec)

    configuration = _configuration(spec.origin)
    workspace = h.bundle.root + meta.get("workspace", "_main")
    command = [
        "--rootdir=" + (workspace if spec.origin.startswith(workspace + "/") else h.bundle.root.rstrip("/")),
        "-c", configuration or "/dev/null",
        "-p", "no:cacheprovider",  # it would write
    ]
    if session.fail_fast:
        command.append("--maxfail=1")
    plugin = Plugin(session)
    status = pytest.main([*command, *arguments, spec.origin], plugins=[plugin])
    if status == pytest.ExitCode.NO_TESTS_COLLECTED and not plugin.matched:
        session.nothing_matched()
    elif status and session.seed and "--shuffle" in " ".join(arguments):
        session.tell_seed()
    return int(status)
