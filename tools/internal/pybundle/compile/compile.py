"""Compiles sources that come on standard input, and answers on standard output.

A message is its length in four bytes, then a marshalled tuple. The first answer
says what this interpreter is. A request is (file name, source); its answer is
(code or None, problem or None, warnings, runner that the source calls when it is run).
"""

import _frozen_importlib_external
import marshal
import opcode
import sys
import warnings


def send(value):
    text = marshal.dumps(value)
    output.write(len(text).to_bytes(4, "little"))
    output.write(text)
    output.flush()


def strip_docstrings(node):
    """Takes the docstrings of a syntax tree away."""
    body = getattr(node, "body", None)
    if isinstance(body, list):
        if isinstance(node, documented) and body and is_docstring(body[0]):
            while body and is_docstring(body[0]):  # or the next string would become one
                place = body.pop(0)
            if not body and not isinstance(node, _ast.Module):
                body.append(_ast.Pass(lineno=place.lineno, col_offset=place.col_offset,
                                      end_lineno=place.end_lineno, end_col_offset=place.end_col_offset))
    for blocks in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(node, blocks, None)
        if isinstance(block, list):
            for child in block:
                strip_docstrings(child)


def is_docstring(statement):
    return (isinstance(statement, _ast.Expr) and isinstance(statement.value, _ast.Constant)
            and isinstance(statement.value.value, str))


def translate(source, name):
    if docstrings:
        return compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    tree = compile(source, name, "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
    strip_docstrings(tree)
    return compile(tree, name, "exec", dont_inherit=True, optimize=optimize)


def runner(source):
    """The runner of tests that a source calls, and does nothing else, when it is run.

    Only what that runner would do as well counts: no other arguments than how
    much is printed, and no other statement. "" stands for everything else.
    """
    if b"__main__" not in source or not (b"unittest" in source or b"pytest" in source):
        return ""
    global _ast
    import _ast
    body = compile(source, "", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True).body
    blocks = [s for s in body if is_main_block(s)]
    if len(blocks) != 1 or source.count(b"__main__") != 1 or len(blocks[0].body) != 1 or blocks[0].orelse:
        return ""
    return called_runner(blocks[0].body[0], imported(body))


def is_main_block(statement):
    if not isinstance(statement, _ast.If) or not isinstance(statement.test, _ast.Compare):
        return False
    test = statement.test
    if len(test.ops) != 1 or not isinstance(test.ops[0], _ast.Eq):
        return False
    sides = [test.left, test.comparators[0]]
    return any(is_name(s, "__name__") for s in sides) and any(is_text(s) and s.value == "__main__" for s in sides)


def imported(body):
    """What the imports of a module bind: names to what they stand for, with dots."""
    names = {}
    for statement in body:
        if isinstance(statement, _ast.Import):
            names.update((a.asname or a.name, a.name) for a in statement.names if a.asname or "." not in a.name)
        elif isinstance(statement, _ast.ImportFrom) and not statement.level:
            names.update((a.asname or a.name, statement.module + "." + a.name) for a in statement.names)
    return names


def called_runner(statement, names):
    call = None
    if isinstance(statement, _ast.Expr):
        call = statement.value
    elif isinstance(statement, _ast.Raise) and statement.cause is None:
        call = statement.exc
        if not (isinstance(call, _ast.Call) and is_name(call.func, "SystemExit")):
            return ""
    if isinstance(call, _ast.Call) and (
        meaning(call.func, names) == "sys.exit" or is_name(call.func, "exit") or is_name(call.func, "SystemExit")
    ):
        if len(call.args) != 1 or call.keywords:
            return ""
        call = call.args[0]
    if not isinstance(call, _ast.Call):
        return ""
    function = meaning(call.func, names)
    if function == "unittest.main" and not call.args:
        if all(k.arg == "verbosity" and isinstance(k.value, _ast.Constant) for k in call.keywords):
            return "unittest"
    if function == "pytest.main" and len(call.args) == 1 and not call.keywords and is_own_file(call.args[0], names):
        return "pytest"
    return ""


def is_own_file(node, names):
    """Whether arguments are the file itself, how much is printed, and what the program was given."""
    if isinstance(node, _ast.BinOp) and isinstance(node.op, _ast.Add):
        parts = [*getattr(node.left, "elts", (None,)), _ast.Starred(node.right)]
    elif isinstance(node, (_ast.List, _ast.Tuple)):
        parts = node.elts
    else:
        return False
    files = 0
    for part in parts:
        if is_name(part, "__file__"):
            files += 1
        elif isinstance(part, _ast.Starred):
            given = part.value
            if not (isinstance(given, _ast.Subscript) and meaning(given.value, names) == "sys.argv"
                    and isinstance(given.slice, _ast.Slice) and given.slice.upper is None
                    and isinstance(given.slice.lower, _ast.Constant) and given.slice.lower.value == 1):
                return False
        elif not (is_text(part) and part.value in ("-v", "-vv", "-q", "--verbose", "--quiet")):
            return False
    return files == 1


def meaning(node, names):
    """What a name, or an attribute of one, stands for: "unittest.main"."""
    if isinstance(node, _ast.Attribute) and isinstance(node.value, _ast.Name):
        return names.get(node.value.id, "") + "." + node.attr
    return names.get(node.id, "") if isinstance(node, _ast.Name) else ""


def is_name(node, name):
    return isinstance(node, _ast.Name) and node.id == name


def is_text(node):
    return isinstance(node, _ast.Constant) and isinstance(node.value, str)


def answer(name, source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            code, problem = translate(source, name), None
        except SyntaxError as e:
            code, problem = None, (type(e).__name__, str(e.msg), e.lineno or 0, e.offset or 0)
        except Exception as e:
            code, problem = None, (type(e).__name__, str(e), 0, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are told already
        runs = runner(source) if code else ""
    return code, problem, tuple((w.category.__name__, str(w.message), w.lineno or 0) for w in caught), runs


optimize = int(sys.argv[1])
docstrings = sys.argv[2] == "docstrings"
if not docstrings:
    import _ast
    documented = (_ast.Module, _ast.ClassDef, _ast.FunctionDef, _ast.AsyncFunctionDef)
input, output = sys.stdin.buffer, sys.stdout.buffer

send((
    sys.hexversion,
    int.from_bytes(_frozen_importlib_external.MAGIC_NUMBER, "little"),
    sys.implementation.name,
    tuple(opcode.opmap.items()),
    tuple(sys.builtin_module_names),
    tuple(sorted(sys.stdlib_module_names)),
))
while head := input.read(4):
    send(answer(*marshal.loads(input.read(int.from_bytes(head, "little")))))
