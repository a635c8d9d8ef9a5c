"""Bazel's protocol of tests: what both runners share.

A Session is what the environment asks for: which tests, in which order, and
where to report. Nothing here imports more than builtin modules before a
variable asks for it.
"""

import posix
import sys
import time

import _hermetic as h

NOTHING_MATCHED = 5  # as unittest and pytest have it


def _text(name):
    return h.getenv(name.encode())


def _number(name, default=0):
    try:
        return int(_text(name))
    except ValueError:
        return default


class Session:
    """One run of the tests of a bundle."""

    def __init__(self, bundle, runner):
        meta = bundle.meta
        self.runner = runner
        self.meta = meta
        self.bundle = bundle
        self.suite = _text("TEST_TARGET") or meta.get("label", "") or meta.get("main", "")
        self.total = max(_number("TEST_TOTAL_SHARDS", 1), 1)
        self.index = _number("TEST_SHARD_INDEX")
        self.fail_fast = _text("TESTBRIDGE_TEST_RUNNER_FAIL_FAST") == "1"
        self.filter = Filter(_text("TESTBRIDGE_TEST_ONLY"))
        self.seed = _number("TEST_RANDOM_SEED") or _number("TEST_RUN_NUMBER")
        self.pid = posix.getpid()
        self.report = None
        self._premature = _text("TEST_PREMATURE_EXIT_FILE")
        self._warnings = None
        self._coverage = None

    def begin(self):
        """What has to happen before the first module of the test is imported."""
        if self._premature:
            _touch(self._premature)
        if self.runner != "none":
            status = _text("TEST_SHARD_STATUS_FILE")
            if status:
                _touch(status)
            if path := _text("XML_OUTPUT_FILE"):
                self.report = Report(path, self.suite)
                self.report.write_when_terminated()
        seconds = _number("TEST_TIMEOUT")
        if seconds > 0:
            import faulthandler

            try:
                faulthandler.dump_traceback_later(seconds * 0.9, file=2)
            except (OSError, ValueError, RuntimeError):
                pass  # no stderr, nobody to read it
        if path := _text("TEST_WARNINGS_OUTPUT_FILE"):
            self._warnings = Warnings(path)
        if _text("COVERAGE_MANIFEST"):
            import _hermetic_coverage

            self._coverage = _hermetic_coverage.start(self.bundle)

    def end(self):
        """Reports; not called when the process ends in a disorderly way."""
        if posix.getpid() != self.pid:
            return  # a fork that left through our frames
        if self.report:
            self.report.write()
        if self._warnings:
            self._warnings.write()
        if self._coverage:
            self._coverage.write()
        if self._premature:
            try:
                posix.unlink(self._premature)
            except OSError:
                pass
        if "faulthandler" in sys.modules and _number("TEST_TIMEOUT") > 0:
            sys.modules["faulthandler"].cancel_dump_traceback_later()

    def select(self, ids):
        """Chooses among tests; returns the set of their numbers and how many matched.

        None as set stands for all of them, in which case nothing has to be
        taken apart.
        """
        if not self.filter and self.total == 1:
            return None, len(ids)
        matched = [i for i in range(len(ids)) if self.filter.takes(ids[i])]
        if self.total == 1:
            return set(matched), len(matched)
        groups = {}
        for i in sorted(matched, key=lambda i: ids[i]):
            groups.setdefault(self._group(ids[i], i), []).append(i)
        dealt = list(groups.values())[self.index :: self.total]
        return {i for group in dealt for i in group}, len(matched)

    def _group(self, id, number):
        """What stays together when tests are dealt to shards."""
        if self.meta.get("shard_by") != "file":
            return number
        return id.partition("::")[0] if "::" in id else id.rsplit(".", 2)[0]

    def nothing_matched(self):
        asked = _text("TESTBRIDGE_TEST_ONLY")
        sys.stderr.write("%s: no test matches the filter %r\n" % (self.suite, asked) if asked
                         else '%s: there are no tests; if the file itself is one, set runner = "none"\n' % self.suite)
        return NOTHING_MATCHED

    def shuffle(self, ids, keep_together):
        """Numbers of tests in an order that depends on the seed only."""
        import random

        self.seed = self.seed or time.time_ns() % 1000000 + 1
        chance = random.Random(self.seed)
        groups = {}
        for i in range(len(ids)):
            groups.setdefault(keep_together(i), []).append(i)
        groups = list(groups.values())
        chance.shuffle(groups)
        for group in groups:
            chance.shuffle(group)
        return [i for group in groups for i in group]

    def tell_seed(self):
        sys.stderr.write("The order was --shuffle=%d\n" % self.seed)


class Filter:
    """The patterns of --test_filter.

    Several are separated by commas. One with * or ? has to match the id or its
    end behind a dot, a plain word may be anywhere in it; a leading - excludes.
    """

    def __init__(self, text):
        self.wanted, self.unwanted = [], []
        for pattern in text.split(","):
            pattern = pattern.strip()
            if pattern.startswith("-"):
                self.unwanted.append(pattern[1:])
            elif pattern:
                self.wanted.append(pattern)

    def __bool__(self):
        return bool(self.wanted or self.unwanted)

    def takes(self, id):
        if any(_matches(p, id) for p in self.unwanted):
            return False
        return not self.wanted or any(_matches(p, id) for p in self.wanted)


def _matches(pattern, id):
    if "*" not in pattern and "?" not in pattern:
        return pattern in id
    from fnmatch import fnmatchcase

    pattern = pattern.replace("[", "[[]")
    return fnmatchcase(id, pattern) or fnmatchcase(id, "*." + pattern) or fnmatchcase(id, "*::" + pattern)


def _touch(path):
    try:
        posix.close(posix.open(path, posix.O_WRONLY | posix.O_CREAT | posix.O_CLOEXEC, 0o644))
        posix.utime(path)
    except OSError as e:
        h.fault(path, "it cannot be written (%s)" % e.strerror, "run the test in a directory that can be written")


def write_file(path, text):
    """Writes a file as a whole or not at all."""
    part = "%s.part-%d" % (path, posix.getpid())
    data = text.encode("utf-8", "backslashreplace")
    try:
        fd = posix.open(part, posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC | posix.O_CLOEXEC, 0o644)
        try:
            at = 0
            while at < len(data):
                at += posix.write(fd, data[at:])
        finally:
            posix.close(fd)
        posix.rename(part, path)
    except OSError as e:
        posix.write(2, ("hermetic_python: %s: it cannot be written (%s)\n" % (path, e.strerror)).encode(
            "utf-8", "surrogateescape"))


class Case:
    """A test in the report."""

    def __init__(self, classname, name):
        self.classname, self.name = classname, name
        self.started, self.seconds = time.monotonic(), 0.0
        self.done = False
        self.outcomes = []  # (element, message, type, text)


class Report:
    """JUnit XML, also of a run that is terminated."""

    def __init__(self, path, suite):
        self.path, self.suite = path, suite
        self.pid = posix.getpid()
        self.started = time.time()
        self.cases = []

    def begin(self, classname, name):
        case = Case(classname, name)
        self.cases.append(case)
        return case

    def end(self, case):
        case.seconds = time.monotonic() - case.started
        case.done = True

    def add(self, classname, name, element, message="", type="", text=""):
        """A case that is over as soon as it is known of."""
        case = self.begin(classname, name)
        case.outcomes.append((element, message, type, text))
        case.done = True

    def write_when_terminated(self):
        import _signal

        if _signal.getsignal(_signal.SIGTERM) != _signal.SIG_DFL:
            return
        _signal.signal(_signal.SIGTERM, self._terminated)

        # Forked children must die at once, as without a test: a handler in Python
        # waits for the end of a system call that may never end, and a signal that
        # comes while the interpreter forks is lost.
        masks = []

        def hold():
            masks.append(_signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGTERM}))

        def release():
            if masks:
                _signal.pthread_sigmask(_signal.SIG_SETMASK, masks.pop())

        def forget():
            if _signal.getsignal(_signal.SIGTERM) == self._terminated:
                _signal.signal(_signal.SIGTERM, _signal.SIG_DFL)
            release()

        posix.register_at_fork(before=hold, after_in_parent=release, after_in_child=forget)

    def _terminated(self, number, frame):
        import _signal

        _signal.signal(number, _signal.SIG_DFL)
        if posix.getpid() == self.pid:
            self.write(frame)
        posix.kill(posix.getpid(), number)

    def write(self, frame=None):
        stack = ""
        for case in self.cases:
            if not case.done:
                self.end(case)
                if frame and not stack:
                    import traceback

                    stack = "".join(traceback.format_stack(frame))
                case.outcomes.append(("error", "the test was running when the run was interrupted", "Interrupted", stack))
        write_file(self.path, self._xml())

    def _xml(self):
        counts = {"failure": 0, "error": 0, "skipped": 0}
        lines = []
        for case in self.cases:
            for kind in {o[0] for o in case.outcomes}:
                counts[kind] += 1
            head = '    <testcase name="%s" classname="%s" time="%.3f"' % (
                _quote(case.name), _quote(case.classname), case.seconds)
            if not case.outcomes:
                lines.append(head + "/>")
                continue
            lines.append(head + ">")
            for kind, message, type, text in case.outcomes:
                attributes = ' message="%s"' % _quote(message) if message else ""
                if type:
                    attributes += ' type="%s"' % _quote(type)
                lines.append("      <%s%s%s" % (kind, attributes, ">%s</%s>" % (_quote(text), kind) if text else "/>"))
            lines.append("    </testcase>")
        numbers = 'tests="%d" failures="%d" errors="%d" skipped="%d" time="%.3f"' % (
            len(self.cases), counts["failure"], counts["error"], counts["skipped"], time.time() - self.started)
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.started))
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="%s" %s timestamp="%s">\n%s  </testsuite>\n</testsuites>\n' % (
            _quote(self.suite), numbers, stamp, "".join(line + "\n" for line in lines))


# XML has no way to write control characters, nor halves of surrogate pairs.
_TABLE = {i: "\N{REPLACEMENT CHARACTER}" for i in (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0x85), 0xFFFE, 0xFFFF)}
_TABLE.update({ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", 13: "&#13;"})


def _quote(text):
    return text.encode("utf-8", "backslashreplace").decode("utf-8").translate(_TABLE)


class Warnings:
    """Collects the warnings of Python, each once."""

    def __init__(self, path):
        import warnings

        self.path = path
        self.seen = {}
        self._show = warnings.showwarning
        warnings.showwarning = self._note

    def _note(self, message, category, filename, lineno, file=None, line=None):
        if file is None:
            self.seen["%s:%d: %s: %s\n" % (filename, lineno, category.__name__, message)] = None
        self._show(message, category, filename, lineno, file, line)

    def write(self):
        if self.seen:
            write_file(self.path, "".join(self.seen))
