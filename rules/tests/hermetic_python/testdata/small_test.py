"""What a runtime has whose rule says what it is to have."""

import importlib
import json
import linecache
import unittest


class SmallTest(unittest.TestCase):
    def test_stdlib_has_what_the_rule_says(self):
        for name, there in {"curses": True, "json": True, "sqlite3": False, "xmlrpc": False}.items():
            with self.subTest(name=name):
                try:
                    importlib.import_module(name)
                except ModuleNotFoundError:
                    self.assertFalse(there)
                else:
                    self.assertTrue(there)

    def test_docstrings_are_gone(self):
        self.assertIsNone(json.dumps.__doc__)

    def test_sources_are_there(self):
        self.assertTrue(linecache.getline(json.__file__, 1, vars(json)))
