"""What a program finds, whatever its form and its version of Python."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

from rules.tests.hermetic_python.testdata import greet


def interpret(*arguments, **options):
    """Runs the interpreter of this program; returns what it prints."""
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, **options).stdout


class WorksTest(unittest.TestCase):
    def test_version_is_the_one_that_was_asked_for(self):
        self.assertEqual(os.environ["EXPECTED_VERSION"], "%d.%d" % sys.version_info[:2])

    def test_library_is_there(self):
        self.assertEqual("Hello, you!", greet.greet("you"))

    def test_data_of_library_is_beside_it(self):
        self.assertEqual({}, json.loads((pathlib.Path(greet.__file__).parent / "lib.json").read_text()))

    def test_own_data_is_in_runfiles(self):
        root = pathlib.Path(os.environ["RUNFILES_DIR"])
        self.assertEqual("own\n", (root / os.environ["OWN"]).read_text())

    def test_variables_of_make_have_values(self):
        self.assertRegex(os.environ["VARIABLES"], r"^\$5 in (fastbuild|dbg|opt)$")

    def test_child_is_as_hermetic(self):
        for environment in [dict(os.environ), {}, {"PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere"}]:
            with self.subTest(environment=environment):
                program = (
                    "import sys; from rules.tests.hermetic_python.testdata import greet;"
                    "print(greet.greet(sys.argv[1]), [p for p in sys.path if p.startswith(('/usr', '/nowhere'))])"
                )
                self.assertEqual("Hello, child! []\n", interpret("-c", program, "child", env=environment))

    def test_nothing_of_the_host_is_used(self):
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            self.assertFalse(file and file.startswith(("/usr", "/lib")), f"{name} is {file}")
