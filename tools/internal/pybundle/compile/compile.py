"""Compiles sources that come on standard input, and answers on standard output.

A message is its length in four bytes, then a marshalled tuple. The first answer
says what this interpreter is. A request is (file name, source); its answer is
(code or None, problem or None, warnings).
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


def answer(name, source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            code, problem = translate(source, name), None
        except SyntaxError as e:
            code, problem = None, (type(e).__name__, str(e.msg), e.lineno or 0, e.offset or 0)
        except Exception as e:
            code, problem = None, (type(e).__name__, str(e), 0, 0)
    return code, problem, tuple((w.category.__name__, str(w.message), w.lineno or 0) for w in caught)


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
