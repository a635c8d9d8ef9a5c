"""The device as a program."""

import sys

from echo import device

device.serve(sys.stdin.buffer, sys.stdout.buffer)
