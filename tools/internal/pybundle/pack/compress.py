"""Compresses frames: each is four bytes of length and content, on both sides."""

import sys

try:
    from compression import zstd
except ImportError:
    sys.exit("Python %d.%d has no zstd, 3.14 is the first that has" % sys.version_info[:2])

P = zstd.CompressionParameter
OPTIONS = {P.compression_level: 19, P.window_log: 23, P.checksum_flag: 1, P.content_size_flag: 1}

source, target = sys.stdin.buffer, sys.stdout.buffer
while head := source.read(4):
    compressor = zstd.ZstdCompressor(options=OPTIONS)
    content = source.read(int.from_bytes(head, "little"))
    compressor.set_pledged_input_size(len(content))
    frame = compressor.compress(content, mode=compressor.FLUSH_FRAME)
    target.write(len(frame).to_bytes(4, "little"))
    target.write(frame)
    target.flush()
