"""Writes which lines ran, in the format of LCOV.

Only sources of COVERAGE_MANIFEST are looked at. They are found by their
runfiles path, which is in the code, so packed modules need no file.
"""

import posix
import sys

import _hermetic as h

EXTENSIONS = (".py", ".pyi")


def start(bundle):
    """Begins to watch; None if nothing of the manifest is Python."""
    sources = _manifest(h.getenv(b"COVERAGE_MANIFEST"), bundle.meta.get("workspace", "_main"))
    if not sources:
        return None
    coverage = Coverage(bundle, sources)
    coverage.start()
    return coverage


def _manifest(path, workspace):
    """Sources of the manifest: {runfiles path: path to report}."""
    try:
        lines = h.read_file(path).decode().splitlines()
    except OSError:
        return {}
    return {_runfiles_path(line, workspace): line for line in lines if line.endswith(EXTENSIONS)}


def _runfiles_path(path, workspace):
    parts = path.split("/")
    if parts[0] == "bazel-out" and len(parts) > 3:
        parts = parts[3:]
    if parts[0] == "external" and len(parts) > 1:
        return "/".join(parts[1:])
    if parts[0] == "..":
        return "/".join(parts[1:])
    return workspace + "/" + "/".join(parts)


class Coverage:
    """The lines that ran, of the sources that count."""

    def __init__(self, bundle, sources):
        self.bundle = bundle
        self.sources = sources
        self.hits = {bundle.root + path: set() for path in sources}
        self.pid = posix.getpid()

    def start(self):
        if sys.version_info >= (3, 12):
            self._monitor()
        else:
            self._trace()

    def _monitor(self):
        monitoring = sys.monitoring
        hits, disable = self.hits, monitoring.DISABLE

        def line(code, number):
            lines = hits.get(code.co_filename)
            if lines is not None:
                lines.add(number)
            return disable  # each line is heard of once

        tool = monitoring.COVERAGE_ID
        monitoring.use_tool_id(tool, "hermetic_python")
        monitoring.register_callback(tool, monitoring.events.LINE, line)
        monitoring.set_events(tool, monitoring.events.LINE)

    def _trace(self):
        import threading

        hits = self.hits

        def call(frame, event, argument):
            lines = hits.get(frame.f_code.co_filename)
            if lines is None:
                return None
            lines.add(frame.f_lineno)

            def local(frame, event, argument):
                if event == "line":
                    lines.add(frame.f_lineno)
                return local

            return local

        threading.settrace(call)
        sys.settrace(call)

    def _stop(self):
        if sys.version_info >= (3, 12):
            sys.monitoring.set_events(sys.monitoring.COVERAGE_ID, 0)
            sys.monitoring.free_tool_id(sys.monitoring.COVERAGE_ID)
        else:
            sys.settrace(None)

    def write(self):
        """Writes the data where Bazel merges it, and where it ends up without merging."""
        import _hermetic_protocol

        self._stop()
        text = self.lcov()
        directory = h.getenv(b"COVERAGE_DIR")
        output = h.getenv(b"COVERAGE_OUTPUT_FILE")
        if directory:
            _hermetic_protocol.write_file("%s/hermetic_python-%d.dat" % (directory, self.pid), text)
        if output and not _has_content(output):
            _hermetic_protocol.write_file(output, text)

    def lcov(self):
        names = {entry[5]: name for pack in h.packs for name, entry in pack.modules.items()}
        lines = []
        for path in sorted(self.sources):
            code = self._code(path, names.get(path))
            if code is not None:
                lines += self._record(self.sources[path], code, self.hits[self.bundle.root + path])
        return "".join(line + "\n" for line in lines)

    def _code(self, path, name):
        """The code of a source, whether or not it was imported."""
        for pack in h.packs:
            if name in pack.modules:
                return pack.get_code(name)
        try:
            return compile(self.bundle.get_data(self.bundle.root + path), path, "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError):
            return None

    def _record(self, shown, code, hits):
        executable = set()
        functions = []
        _collect(code, executable, functions, top=True)
        # A module's code begins at line 0 or 1, where there is nothing to see.
        counted = {n: 1 if n in hits else 0 for n in sorted(executable)}
        out = ["SF:" + shown]
        for name, first, body in functions:
            out.append("FN:%d,%s" % (first, name))
        for name, first, body in functions:
            out.append("FNDA:%d,%s" % (1 if body & hits else 0, name))
        out.append("FNF:%d" % len(functions))
        out.append("FNH:%d" % sum(1 for f in functions if f[2] & hits))
        out += ["DA:%d,%d" % item for item in counted.items()]
        out.append("LH:%d" % sum(counted.values()))
        out.append("LF:%d" % len(counted))
        out.append("end_of_record")
        return out


def _collect(code, executable, functions, top=False):
    lines = {line for start, end, line in code.co_lines() if line}
    first = code.co_firstlineno
    body = lines - {first}
    if top:
        # A module without statements has one line, of its RESUME or of `return None`.
        executable |= _statements(code)
    else:
        executable |= body
        if code.co_flags & 2:  # a function: it has local variables of its own
            functions.append((code.co_qualname, first, body or lines))
            if not body:
                executable |= lines
    for constant in code.co_consts:
        if hasattr(constant, "co_lines"):
            _collect(constant, executable, functions)


def _statements(code):
    lines = {line for start, end, line in code.co_lines() if line}
    return lines if len(code.co_code) > 8 or lines - {1} else set()


def _has_content(path):
    try:
        return posix.stat(path).st_size > 0
    except OSError:
        return False
