"""Tests of the messages, without a device."""

import io
import unittest
import zlib

from echo import _checksum, wire


class WireTest(unittest.TestCase):
    def test_message_comes_back(self):
        stream = io.BytesIO()
        wire.send(stream, "EchoString", {"value": "héllo"})
        stream.seek(0)
        self.assertEqual(("EchoString", {"value": "héllo"}), wire.receive(stream))
        self.assertIsNone(wire.receive(stream))

    def test_damaged_message_is_refused(self):
        stream = io.BytesIO()
        wire.send(stream, "Add", {"values": [1, 2]})
        damaged = bytearray(stream.getvalue())
        damaged[-1] ^= 1
        with self.assertRaisesRegex(ValueError, "damaged"):
            wire.receive(io.BytesIO(damaged))

    def test_checksum_is_that_of_zlib(self):
        for data in [b"", b"a", bytes(range(256)) * 300]:
            self.assertEqual(zlib.adler32(data), _checksum.adler32(data))
