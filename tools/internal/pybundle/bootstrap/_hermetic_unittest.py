"""Runs the test cases of a module as `python -m unittest` does.

It adds what Bazel asks for: see _hermetic_protocol. Test cases keep the name of
their module, which also stands as __main__.
"""

import importlib._bootstrap as _bootstrap
import sys
import unittest
from unittest.suite import _ErrorHolder

import _hermetic as h

__unittest = True  # tracebacks of tests begin behind frames of such modules

USAGE = """\
usage: %s [-v] [-q] [-f] [-b] [-c] [-k PATTERN] [--locals] [--durations N] [--shuffle[=SEED]] [TEST...]

  -v, --verbose      name each test
  -q, --quiet        print less
  -f, --failfast     stop at the first failure
  -b, --buffer       show what passing tests print never, of others at the failure
  -c, --catch        finish the running test at Ctrl-C
  -k PATTERN         run tests whose name has it, or matches it with *
  --locals           show local variables in tracebacks
  --durations N      show the N slowest tests
  --shuffle[=SEED]   run in another order
  TEST               Class or Class.test_method of the main module
"""


class Options:
    """What the command line asks for."""

    def __init__(self, arguments):
        self.verbosity = 1
        self.fail_fast = self.buffer = self.catch = self.locals = self.shuffle = False
        self.durations = None
        self.seed = 0
        self.patterns = []
        self.names = []
        arguments = list(arguments)
        while arguments:
            self._take(arguments.pop(0), arguments)

    def _take(self, word, rest):
        name, equals, value = word.partition("=")

        def operand():
            if equals:
                return value
            if not rest:
                self._refuse(word)
            return rest.pop(0)

        if word in ("-v", "--verbose"):
            self.verbosity = 2
        elif word in ("-q", "--quiet"):
            self.verbosity = 0
        elif word in ("-f", "--failfast"):
            self.fail_fast = True
        elif word in ("-b", "--buffer"):
            self.buffer = True
        elif word in ("-c", "--catch"):
            self.catch = True
        elif word == "--locals":
            self.locals = True
        elif name == "--durations":
            self.durations = _integer(operand(), lambda: self._refuse(word))
        elif name == "--shuffle":
            self.shuffle = True
            self.seed = _integer(value, lambda: self._refuse(word)) if value else 0
        elif word.startswith("-k"):
            pattern = word[2:] or operand()
            self.patterns.append(pattern if "*" in pattern else "*%s*" % pattern)
        elif word in ("-h", "--help"):
            sys.stdout.write(USAGE % h.base_name(sys.argv[0]))
            raise SystemExit(0)
        elif word.startswith("-"):
            self._refuse(word)
        else:
            self.names.append(word)

    def _refuse(self, word):
        sys.stderr.write(USAGE % h.base_name(sys.argv[0]) + "\nerror: %s is not understood\n" % word)
        raise SystemExit(2)


def _integer(text, refuse):
    try:
        return int(text)
    except ValueError:
        refuse()


class Result(unittest.TextTestResult):
    """A result that also fills the report."""

    report = None
    case = None

    def _add(self, test, element, error, message=None):
        """Notes an outcome; it may be of something that is not a test, such as setUpClass."""
        if message is None:
            # The text is the one that was just formatted for the list of failures.
            source = self.errors if element == "error" else self.failures
            text = source[-1][1] if source else ""
            kind = error[0]
            outcome = (element, "%s: %s" % (kind.__name__, _first_line(error[1])), kind.__name__, text)
        else:
            outcome = (element, message, "", "")
        if self.case is not None and test is self.test:
            self.case.outcomes.append(outcome)
        elif isinstance(test, _ErrorHolder):
            name, _, classname = test.id().partition(" (")
            self.report.add(classname.rstrip(")"), name, *outcome)
        else:
            self.report.add(*_names(test.id()), *outcome)

    def startTest(self, test):
        self.test, self.case = test, self.report.begin(*_names(test.id()))
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        # Ctrl-C comes by here; the report says that the test did not end.
        if self.case is not None and sys.exc_info()[0] is None:
            self.report.end(self.case)
        self.test = self.case = None

    def addError(self, test, err):
        super().addError(test, err)
        self._add(test, "error", err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._add(test, "failure", err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            element = "failure" if issubclass(err[0], test.failureException) else "error"
            classname, name = _names(test.id())
            text = (self.failures if element == "failure" else self.errors)[-1][1]
            self.report.add(classname, name + " " + subtest._subDescription(), element,
                            "%s: %s" % (err[0].__name__, _first_line(err[1])), err[0].__name__, text)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._add(test, "skipped", None, reason)

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._add(test, "skipped", None, "failed, as is expected")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._add(test, "failure", None, "passed, but a failure is expected")


def _first_line(error):
    try:
        return str(error).partition("\n")[0]
    except Exception:
        return "<unprintable>"


def _names(id):
    classname, _, name = id.rpartition(".")
    return classname, name


class ImportFailure(unittest.TestCase):
    """Stands for a main module that cannot be imported."""

    def __init__(self, module, error):
        super().__init__("runTest")
        self.module, self.error = module, error

    def id(self):
        return self.module + ".import"

    def __str__(self):
        return "import of " + self.module

    def runTest(self):
        raise self.error


def _import(name):
    """Imports the main module; it also stands as __main__."""
    spec = h.main_spec(name)
    parent = name.rpartition(".")[0]
    if parent:
        __import__(parent)
    module = _bootstrap.module_from_spec(spec)
    sys.modules[name] = sys.modules["__main__"] = module
    spec.loader.exec_module(module)
    if parent:
        setattr(sys.modules[parent], name.rpartition(".")[2], module)
    return sys.modules[name]


def _flatten(suite):
    for test in suite:
        if isinstance(test, unittest.BaseTestSuite):
            yield from _flatten(test)
        else:
            yield test


def _keep(suite, kept):
    """Takes tests out of a suite, which may be of a class that does something."""
    remaining = []
    for test in suite._tests:
        if isinstance(test, unittest.BaseTestSuite):
            _keep(test, kept)
            remaining.append(test)
        elif id(test) in kept:
            remaining.append(test)
    suite._tests = remaining


def _load(module, options):
    loader = unittest.TestLoader()
    if options.patterns:
        loader.testNamePatterns = options.patterns
    if options.names:
        return loader.loadTestsFromNames(options.names, module)
    return loader.loadTestsFromModule(module)


def run(session, meta, arguments):
    """Runs the tests of a bundle and returns the exit status."""
    options = Options(arguments)
    try:
        module = _import(meta["main"])
        suite = _load(module, options)
    except (SystemExit, KeyboardInterrupt):
        raise
    except unittest.SkipTest as e:
        suite = unittest.TestSuite([_skipped(meta["main"], str(e))])
        session.total, session.filter = 1, type(session.filter)("")
    except BaseException as e:
        e.__traceback__ = _without_own_frames(e.__traceback__)
        suite = unittest.TestSuite([ImportFailure(meta["main"], e)])
        # No shard and no filter may hide it.
        session.total, session.filter = 1, type(session.filter)("")
    h.mark("imported")

    tests = list(_flatten(suite))
    ids = [test.id() for test in tests]
    kept, matched = session.select(ids)
    if not matched:
        return session.nothing_matched()
    if kept is not None:
        _keep(suite, {id(tests[i]) for i in kept})
    if options.shuffle:
        session.seed = options.seed or session.seed
        tests = list(_flatten(suite))
        order = session.shuffle([t.id() for t in tests], lambda i: type(tests[i]))
        suite = unittest.TestSuite([tests[i] for i in order])

    result = _run(session, options, suite)
    if result.wasSuccessful():
        return 0
    if options.shuffle:
        session.tell_seed()
    return 1


def _run(session, options, suite):
    wanted = {"tb_locals": options.locals}
    if options.durations is not None and sys.version_info >= (3, 12):
        wanted["durations"] = options.durations
    if session.report:
        wanted["resultclass"] = type("Result", (Result,), {"report": session.report})
    runner = unittest.TextTestRunner(
        verbosity=options.verbosity,
        failfast=options.fail_fast or session.fail_fast,
        buffer=options.buffer,
        warnings=None if sys.warnoptions else "default",
        **wanted,
    )
    if options.catch:
        unittest.installHandler()
    return runner.run(suite)


def _without_own_frames(trace):
    own = (__file__ if "__file__" in globals() else "", _import.__code__.co_filename)
    while trace is not None and trace.tb_next is not None and (
        trace.tb_frame.f_code.co_filename in own or "importlib" in trace.tb_frame.f_code.co_filename
    ):
        trace = trace.tb_next
    return trace


def _skipped(module, reason):
    @unittest.skip(reason)
    class Skipped(unittest.TestCase):
        def id(self):
            return module + ".import"

        def runTest(self):
            pass

    return Skipped("runTest")
