"""A test that only calls unittest when it is run, as most do: it is run by the runner that knows Bazel."""

import sys
import unittest


class CalledRunnerTest(unittest.TestCase):
    def test_one_shard_has_this(self):
        self.assertIn("_hermetic_unittest", sys.modules)

    def test_the_other_has_that(self):
        self.assertIn("_hermetic_unittest", sys.modules)


if __name__ == "__main__":
    unittest.main()
