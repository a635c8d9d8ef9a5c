"""A device that answers on its standard input and output: `python -m echo.device`."""

import sys

from echo import wire


def serve(requests, answers):
    """Answers requests until there are no more."""
    while message := wire.receive(requests):
        method, arguments = message
        answer = arguments["value"] if method == "EchoString" else sum(arguments["values"])
        wire.send(answers, method, {"result": answer})


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
