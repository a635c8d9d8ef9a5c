import dataclasses
import json
import logging
import pathlib
import socket
import subprocess
import tempfile
import threading
import typing
import unittest


class SmallTest(unittest.TestCase):
    def test_json(self):
        self.assertEqual(json.loads("[1, 2]"), [1, 2])

    def test_thread(self):
        seen = []
        t = threading.Thread(target=seen.append, args=(1,))
        t.start()
        t.join()
        self.assertEqual(seen, [1])


if __name__ == "__main__":
    unittest.main()
