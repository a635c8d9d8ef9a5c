package marshal_test

import (
	"encoding/binary"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

func TestPycHeader(t *testing.T) {
	if got, want := hex.EncodeToString(marshal.PycHeader(0x0a0d0e2b)), "2b0e0d0a"+"01000000"+"0000000000000000"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPycCountsWhateverTheTimeOfItsSource has trap 3: bytecode with a time stamp is
// compiled anew at every start after the files were unpacked.
func TestPycCountsWhateverTheTimeOfItsSource(t *testing.T) {
	program, version := interpreter(t)
	answer := python(t, "0", `
import importlib.util, marshal, sys
sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER + marshal.dumps(compile("x = 'bytecode'", "m.py", "exec")))
`, nil)
	dir := t.TempDir()
	cache := filepath.Join(dir, "__pycache__")
	if err := os.Mkdir(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	pyc := append(marshal.PycHeader(binary.LittleEndian.Uint32(answer)), answer[4:]...)
	source := filepath.Join(dir, "m.py")
	for name, content := range map[string]string{
		source: "x = 'source'\n",
		filepath.Join(cache, "m.cpython-"+strings.ReplaceAll(version, ".", "")+".pyc"): string(pyc),
	} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, age := range []time.Duration{0, 24 * time.Hour, -24 * time.Hour} {
		stamp := time.Now().Add(-age)
		if err := os.Chtimes(source, stamp, stamp); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, "-S", "-s", "-B", "-c", "import m; print(m.x)")
		cmd.Dir = dir
		if got, err := cmd.CombinedOutput(); err != nil || string(got) != "bytecode\n" {
			t.Errorf("with a source %v old: got %s (%v), want bytecode", age, got, err)
		}
	}
}
