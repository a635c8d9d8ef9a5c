"""Messages of the protocol: ordinal, checksum, length, JSON."""

import json
import pathlib
import struct

from echo import _checksum

_HEAD = struct.Struct("<QII")


def ordinals():
    """Returns the methods of the protocol, as its description says them."""
    text = (pathlib.Path(__file__).parent / "echo.fidl.json").read_text()
    (protocol,) = json.loads(text)["protocol_declarations"]
    return {method["name"]: method["ordinal"] for method in protocol["methods"]}


def send(stream, method, arguments):
    """Writes a message."""
    body = json.dumps(arguments).encode()
    stream.write(_HEAD.pack(ordinals()[method], _checksum.adler32(body), len(body)) + body)
    stream.flush()


def receive(stream):
    """Reads a message: its method and arguments, or None at the end."""
    head = stream.read(_HEAD.size)
    if not head:
        return None
    ordinal, checksum, length = _HEAD.unpack(head)
    body = stream.read(length)
    if _checksum.adler32(body) != checksum:
        raise ValueError("a message was damaged on its way")
    names = {number: name for name, number in ordinals().items()}
    return names[ordinal], json.loads(body)
