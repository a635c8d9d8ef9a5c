"""A second test that shares a library with greet_test."""

import unittest

from rules.tests.hermetic_python.testdata import greet


class PoliteTest(unittest.TestCase):
    def test_ends_politely(self):
        self.assertTrue(greet.greet("you").endswith("!"))
