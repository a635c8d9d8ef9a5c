"""A test that has to fit into a megabyte."""

import unittest


class LargeTest(unittest.TestCase):
    def test_nothing(self):
        pass
