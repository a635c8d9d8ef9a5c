"""Random bytes from the kernel."""

from mistakes import _random

two = _random.two
