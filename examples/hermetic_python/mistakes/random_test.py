"""Tests of random_bytes."""

import unittest

from mistakes import random_bytes


class RandomTest(unittest.TestCase):
    def test_two_bytes_are_a_number(self):
        self.assertIn(random_bytes.two(None), range(1 << 16))
