"""A test that is a zip application, which has all that it needs."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

from rules.tests.hermetic_python.testdata import greet

HERE = pathlib.Path(__file__).parent


class WholeTest(unittest.TestCase):
    def test_version_is_the_one_that_was_asked_for(self):
        self.assertEqual(os.environ["EXPECTED_VERSION"], "%d.%d" % sys.version_info[:2])

    def test_library_is_there(self):
        self.assertEqual("Hello, you!", greet.greet("you"))

    def test_data_is_beside_modules(self):
        self.assertEqual({}, json.loads((pathlib.Path(greet.__file__).parent / "lib.json").read_text()))
        self.assertEqual("own\n", (HERE / "own.txt").read_text())

    def test_child_finds_its_modules(self):
        code = "import _main.rules.tests.hermetic_python.testdata.greet as g, sys; print(g.greet(sys.argv[1]))"
        got = subprocess.run([sys.executable, "-c", code, "child"], env={}, capture_output=True, text=True)
        self.assertEqual(("Hello, child!\n", ""), (got.stdout, got.stderr))


if __name__ == "__main__":
    unittest.main()
