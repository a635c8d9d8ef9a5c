package hpa

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
)

// TestPythonReadsArchives has Python read an archive with what the bootstrap has:
// marshal for the index, and the decompressor of Zstandard with the dictionary.
func TestPythonReadsArchives(t *testing.T) {
	_, interpreter := cpythontest.Distribution(t)
	cmd := exec.Command(interpreter, "-I", "-S", "-c", `
import marshal, sys
try:
    import _zstd
except ImportError:
    _zstd = None
data = sys.stdin.buffer.read()
words = memoryview(data)[-128:].cast("Q")
start, index, stored, raw, length = words[2:7]
assert length == len(data) and stored == raw
sections = {}
rest = data[start + index : start + index + stored]
while rest:
    size = int.from_bytes(rest[8:16], "little")
    sections[rest[:4]] = marshal.loads(rest[16 : 16 + size])
    rest = rest[16 + size :]
offset, stored, flags, raw, source, path = sections[b"MODS"]["pkg.b"]
assert flags == 2, flags
if _zstd:
    words = _zstd.ZstdDict(sections[b"DICT"], is_raw=True)
    out = _zstd.ZstdDecompressor(words).decompress(data[start + offset : start + offset + stored])
    assert out == b"words that often " * 30, out
print(sorted(sections["META".encode()].items()), path)
for section in b"FILE", b"TEST", b"LAYR", b"PROV":
    print(sections[section])
print([blob[:4] for blob in sections[b"BLOB"]][-1][3])
`)
	cmd.Stdin = bytes.NewReader(sample(t, 0, false))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	want := `[('args', ['-v']), ('external', True), ('kind', 'bundle')] _main/pkg/b.py
(('_main/beside', 365, 2, -1, 0), ('_main/big', 292, 0, 4, 1), ('_main/ext.so', 292, 1, 3, 2))
{'t': ('a', ['x'], 0)}
((` + "b'" + strings.Repeat(`\x00`, 32) + `', 5, 'shared'),)
((0, '//:a', 'a.py'), (1, '//:a', 'a.py'))
1
`
	if string(out) != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}
