"""Imports early what the program is going to import first anyway.

The collector looks at everything that imports make, again and again, last when
the process ends. What was frozen it leaves alone, but objects of the program
must never be frozen. So the modules of the standard library that a program
imports before it does anything else are imported in the same order while
nothing of the program exists.

Whatever does not look exactly like an import ends the prologue.
"""

import sys

import _hermetic as h


def _opcodes():
    """Opcodes that imports and docstrings are made of, and that of an import."""
    sample = "'d'\nimport a\nimport b.c\nimport d.e.f as g\nfrom h import i, j as k"
    sample = compile(sample, "", "exec", dont_inherit=True)
    # RESUME, a constant, another, then the import, whatever the version.
    return frozenset(sample.co_code[::2]), compile("import a", "", "exec", dont_inherit=True).co_code[6]


KNOWN, IMPORT_NAME = _opcodes()


def _imports(code):
    """The imports that a module begins with: (name, names from it), then None if it does more."""
    words, names, constants = code.co_code, code.co_names, code.co_consts
    for at in range(0, len(words), 2):
        if words[at] not in KNOWN:
            yield None
            return
        if words[at] != IMPORT_NAME:
            continue
        # In front of it are the level and the names. The level is a constant as
        # the names are, or part of the instruction.
        fromlist = constants[words[at - 1]]
        level = constants[words[at - 3]] if words[at - 4] == words[at - 2] else words[at - 3]
        if level != 0:
            yield None
            return
        yield names[words[at + 1]], fromlist


def run(name):
    """Imports the beginning of a module; its code is kept for the import proper."""
    _walk(name, set())


def _walk(name, seen):
    """Returns whether the module does nothing else than to import."""
    if name in seen or name in sys.modules:
        return True
    seen.add(name)
    pack = next((p for p in h.packs if name in p.modules), None)
    if pack is None or pack is h.stdlib:
        return False
    entry = pack.modules[name]
    if entry[2] & (h.NATIVE | h.NAMESPACE):
        return bool(entry[2] & h.NAMESPACE)
    code = pack.codes[name] = pack.get_code(name)
    for wanted in _imports(code):
        if wanted is None or not _take(wanted[0], wanted[1], seen):
            return False
    return True


def _take(name, fromlist, seen):
    """Imports a module of the standard library, or what another one begins with."""
    top = name.partition(".")[0]
    if not any(top in p.modules for p in h.packs if p is not h.stdlib):
        if top not in h.stdlib.modules and top not in sys.builtin_module_names:
            return False
        try:
            __import__(name, None, None, fromlist, 0)
        except BaseException:
            return False  # the program gets to see it
        return True
    parts = name.split(".")
    for i in range(len(parts)):
        if not _walk(".".join(parts[: i + 1]), seen):
            return False
    # A name may be one of the module or a module below it.
    return all(_walk(name + "." + n, seen) for n in fromlist or () if any(name + "." + n in p.modules for p in h.packs))
