"""What a bundle says of itself when it is asked by HERMETIC_PYTHON."""

import hashlib

import _hermetic as h


def run(command):
    """Obeys a command and returns the exit status."""
    if command == "info":
        return _info()
    if command == "verify":
        return _verify()
    h.fault(h.program, "HERMETIC_PYTHON=%s is no command" % command, "set it to info or to verify, or unset it")


def _files():
    """The archives of the bundle and of the runtime by file, in order."""
    found = {}
    for path in dict.fromkeys([h.image, h.program]):
        real = "/proc/self/exe" if path == h.image and "__file__" not in vars(h) else path
        for pack in h.archives(real, path):
            found.setdefault(path, []).append(pack)
    for pack in h.packs:
        if pack.file not in found:
            found[pack.file] = [pack]
    return found


def _info():
    meta = h.bundle.meta
    print("label: ", meta.get("label", ""))
    print("main:  ", meta.get("main", ""))
    print("runner:", meta.get("runner", "none"))
    if h.test_name:
        print("test:  ", h.test_name)
    print("files: ", h.bundle.root.rstrip("/"))
    for path, packs in _files().items():
        print("%s: %d bytes" % (path, len(packs[-1].data)))
        for pack in packs:
            stored = sum(b[1] for b in pack.section(b"BLOB") or ())
            print("  %s %s: %d modules, %d files, %d blobs of %d bytes" % (
                pack.kind, pack.meta.get("label", ""), len(pack.modules), len(pack.files),
                len(pack.section(b"BLOB") or ()), stored))
    return 0


def _verify():
    count = 0
    for path, packs in _files().items():
        for pack in packs:
            _verify_pack(path, pack)
            count += len(pack.section(b"BLOB"))
    print("%s: %d blobs are as they were built" % (h.program, count))
    return 0


def _verify_pack(path, pack):
    def stop(what):
        h.fault(path, what + " was changed after it was built", "build or copy it again")

    trailer = pack.trailer
    if xxh64(bytes(trailer[:120])) != int.from_bytes(trailer[120:], "little"):
        stop("the trailer")
    words = trailer.cast("Q")
    at = pack.start + words[3]
    index = pack.data[at : at + words[4]]
    if words[4] != words[5]:
        index = h.decoder(path, b"")(index)
    if hashlib.sha256(index).digest() != bytes(trailer[64:96]):
        stop("the index")
    for number, blob in enumerate(pack.section(b"BLOB")):
        offset, stored, raw, codec, xx, digest = blob
        try:
            content = pack.content(offset, stored, codec)
        except Exception:  # whatever a decoder of damaged data does
            content = b""
        if len(content) != raw or hashlib.sha256(content).digest() != digest:
            stop("blob %d" % number)


def xxh64(data, seed=0):
    """xxHash64; slow, for the few bytes of a trailer."""
    mask = (1 << 64) - 1
    p1, p2, p3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
    p4, p5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5

    def rotate(x, n):
        return (x << n | x >> (64 - n)) & mask

    def step(lane, word):
        return rotate((lane + word * p2) & mask, 31) * p1 & mask

    size, at = len(data), 0
    if size >= 32:
        lanes = [(seed + p1 + p2) & mask, (seed + p2) & mask, seed, (seed - p1) & mask]
        while at + 32 <= size:
            for i in range(4):
                lanes[i] = step(lanes[i], int.from_bytes(data[at : at + 8], "little"))
                at += 8
        sum = (rotate(lanes[0], 1) + rotate(lanes[1], 7) + rotate(lanes[2], 12) + rotate(lanes[3], 18)) & mask
        for lane in lanes:
            sum = ((sum ^ step(0, lane)) * p1 + p4) & mask
    else:
        sum = (seed + p5) & mask
    sum = (sum + size) & mask
    while at + 8 <= size:
        sum = (rotate(sum ^ step(0, int.from_bytes(data[at : at + 8], "little")), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= size:
        sum = (rotate(sum ^ int.from_bytes(data[at : at + 4], "little") * p1 & mask, 23) * p2 + p3) & mask
        at += 4
    while at < size:
        sum = rotate(sum ^ data[at] * p5 & mask, 11) * p1 & mask
        at += 1
    sum = (sum ^ sum >> 33) * p2 & mask
    sum = (sum ^ sum >> 29) * p3 & mask
    return sum ^ sum >> 32
