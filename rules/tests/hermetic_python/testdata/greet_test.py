"""Tests of greet."""

import unittest

from rules.tests.hermetic_python.testdata import greet


class GreetTest(unittest.TestCase):
    def test_greets(self):
        self.assertEqual("Hello, you!", greet.greet("you"))
