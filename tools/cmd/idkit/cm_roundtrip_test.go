package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

// roundTrip prints a compiled manifest and encodes what was printed: the file
// must come out again.
func roundTrip(t *testing.T, dir, name string) {
	t.Helper()
	must(t, dir, "cm", "print", name, "--output", "printed.json")
	must(t, dir, "cm", "encode", "printed.json", "--output", "again.cm")
	want, got := read(t, filepath.Join(dir, name)), read(t, filepath.Join(dir, "again.cm"))
	if !bytes.Equal(got, want) {
		t.Errorf("%s: %d bytes came out, %d went in:\n%s", name, len(got), len(want), read(t, filepath.Join(dir, "printed.json")))
	}
}

func must(t *testing.T, dir string, args ...string) {
	t.Helper()
	if r := clitest.Run(idkit(), dir, args...); r.Code != 0 {
		t.Fatalf("idkit %s: exit code %d\n%s", strings.Join(args, " "), r.Code, r.Stderr)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestVectorsThroughTheVerbs compiles manifests whose bytes are known, and prints
// and encodes those bytes.
func TestVectorsThroughTheVerbs(t *testing.T) {
	vectors, err := filepath.Glob("../../internal/cm/testdata/vectors/*.cml")
	if err != nil || len(vectors) == 0 {
		t.Fatalf("got %d vectors (%v), want some", len(vectors), err)
	}
	for _, vector := range vectors {
		base := strings.TrimSuffix(vector, ".cml")
		t.Run(filepath.Base(base), func(t *testing.T) {
			told := struct {
				Generation        string
				Root              string
				ConfigPackagePath string `json:"config_package_path"`
			}{Generation: "r25", Root: "app.cml"}
			if err := json.Unmarshal(read(t, base+".json"), &told); err != nil {
				t.Fatal(err)
			}
			want, err := hex.DecodeString(strings.Join(strings.Fields(string(read(t, base+".hex"))), ""))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			write(t, filepath.Join(dir, told.Root), read(t, vector))
			must(
				t, dir, "cml", "compile", told.Root, "--generation", told.Generation,
				"--config-package-path", told.ConfigPackagePath, "--features", "use_dictionaries",
				"--features", "dynamic_dictionaries", "--features", "delivery_type", "--features", "allow_long_names",
				"--output", "app.cm",
			)
			if got := read(t, filepath.Join(dir, "app.cm")); !bytes.Equal(got, want) {
				t.Errorf("compiled:\n%s\nwant:\n%s", hex.Dump(got), hex.Dump(want))
			}
			write(t, filepath.Join(dir, "known.cm"), want)
			roundTrip(t, dir, "known.cm")
		})
	}
}

// TestPrintSaysWhatItLeavesOut prints a manifest with a member that nobody knows
// yet.
func TestPrintSaysWhatItLeavesOut(t *testing.T) {
	data, err := cm.Encode(&cm.Component{})
	if err != nil {
		t.Fatal(err)
	}
	// The table, which is all there is, gets 40 members; the last one is present
	// and within its envelope.
	const members = 40
	binary.LittleEndian.PutUint64(data[8:], members)
	data = append(data, make([]byte, 8*members)...)
	copy(data[len(data)-8:], []byte{7, 0, 0, 0, 0, 0, 1, 0})
	dir := t.TempDir()
	write(t, filepath.Join(dir, "new.cm"), data)
	r := clitest.Run(idkit(), dir, "cm", "print", "new.cm")
	const want = `new.cm: warning: offset 0x150: member 40 is unknown and was skipped: what is printed is not all
  fix: take an idkit that knows what the compiler of this file knew
`
	if r.Code != 0 || r.Stderr != want || r.Stdout != "{}\n" {
		t.Errorf("got exit code %d, %q and\n%s\nwant\n%s", r.Code, r.Stdout, r.Stderr, want)
	}
	if r := clitest.Run(idkit(), dir, "cm", "print", "new.cm", "--strict"); r.Code != 1 || r.Stdout != "" {
		t.Errorf("strictly: got exit code %d and %q, want 1 and nothing", r.Code, r.Stdout)
	}
}

// TestCorpus compiles the manifests of a folder that the environment names, for
// all generations; they are not part of the project. What compiles must survive
// being printed and encoded. Manifests that do not compile, shards mostly, are
// counted.
func TestCorpus(t *testing.T) {
	root := os.Getenv("RULES_IDK_CORPUS")
	if root == "" {
		t.Skip("RULES_IDK_CORPUS does not name a folder with manifests")
	}
	compiled, refused := 0, 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".cml" {
			return err
		}
		below, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		tree := filepath.Join(root, strings.Split(below, string(filepath.Separator))[0])
		for _, generation := range []string{"r24", "r25", "r26"} {
			dir := t.TempDir()
			r := clitest.Run(
				cmc(), dir, "compile", path, "--includeroot", tree, "--includepath", tree, tree+"/sdk/lib", tree+"/src/lib",
				"--generation", generation, "--output", "app.cm", "--config-package-path", "meta/app.cvf",
			)
			if r.Code != 0 {
				if generation == "r24" {
					refused++
					t.Logf("%s: exit code %d\n%s", below, r.Code, r.Stderr)
				}
				continue
			}
			compiled++
			roundTrip(t, dir, "app.cm")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d compiled manifests, %d manifests do not compile", compiled, refused)
	if compiled == 0 {
		t.Error("nothing was compiled")
	}
}
