"""Runs programs that are data of this test, as files that somebody was given."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest


def runfile(variable):
    return pathlib.Path(os.environ["RUNFILES_DIR"], os.environ[variable])


class Shipped(unittest.TestCase):
    """Each program is alone in a directory, and has no environment but a place for its cache."""

    def setUp(self):
        self._directory = tempfile.TemporaryDirectory()
        self.addCleanup(self._directory.cleanup)

    def run_alone(self, variable, *arguments, name=None):
        program = pathlib.Path(self._directory.name, name or "program")
        if not program.exists():
            shutil.copy(runfile(variable), program)
        return subprocess.run(
            [program, *arguments],
            cwd="/",
            env={"HERMETIC_PYTHON_CACHE": os.environ["TEST_TMPDIR"]},
            capture_output=True,
            text=True,
        )

    def test_packed_program_has_the_arguments_of_the_rule(self):
        got = self.run_alone("PACKED_BINARY", "more")
        self.assertEqual("", got.stderr)
        self.assertEqual(
            {"arguments": ["--loud", "for $5", "more"], "dev": True, "greeting": "hi", "name": "__main__"},
            json.loads(got.stdout),
        )

    def test_program_by_module_name(self):
        self.assertEqual(["x"], json.loads(self.run_alone("MODULE_BINARY", "x").stdout)["arguments"])

    def test_packed_test(self):
        got = self.run_alone("PACKED_TEST", "-v")
        self.assertEqual(0, got.returncode, got.stderr)
        self.assertIn("test_greets", got.stderr)

    def test_suite_runs_the_test_that_is_named(self):
        for arguments, name in [(["greet_test", "-v"], "suite"), (["-v"], "greet_test")]:
            with self.subTest(name=name):
                got = self.run_alone("SUITE", *arguments, name=name)
                self.assertEqual(0, got.returncode, got.stderr)
                self.assertIn("test_greets", got.stderr)
                self.assertNotIn("test_ends_politely", got.stderr)

    def test_suite_says_what_it_has(self):
        got = self.run_alone("SUITE", "rude_test", name="suite")
        self.assertEqual(125, got.returncode)
        self.assertIn("greet_test, polite_test", got.stderr)
