"""Drives a device from the host: RFC-0256's use case, with a process in place of the device."""

import multiprocessing
import os
import subprocess
import sys
import unittest

from echo import wire


class Device:
    """A device that runs while the `with` block does."""

    def __enter__(self):
        # The interpreter of the test and nothing of the host's: the environment is empty, too.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "echo.device"],
            env={},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        self.status = self._process.wait()

    def call(self, method, **arguments):
        wire.send(self._process.stdin, method, arguments)
        answered, answer = wire.receive(self._process.stdout)
        assert answered == method, answered
        return answer["result"]


def add(values):
    """Asks a device of its own: what a worker does."""
    with Device() as device:
        return device.call("Add", values=values)


class EchoTest(unittest.TestCase):
    def test_device_echoes(self):
        with Device() as device:
            self.assertEqual("hello", device.call("EchoString", value="hello"))
            self.assertEqual("", device.call("EchoString", value=""))
        self.assertEqual(0, device.status)

    def test_many_hosts_at_once(self):
        questions = [[i, i + 1] for i in range(4)]
        for method in ["spawn", "fork", "forkserver"]:
            with self.subTest(method=method):
                with multiprocessing.get_context(method).Pool(2) as pool:
                    self.assertEqual([1, 3, 5, 7], pool.map(add, questions))

    def test_nothing_of_the_host_is_used(self):
        for module in [wire, unittest, subprocess]:
            self.assertNotIn("/usr/lib/python", module.__file__)
        self.assertFalse([entry for entry in sys.path if entry.startswith("/usr")])
        self.assertFalse([name for name in os.environ if name.startswith("PYTHON")])
