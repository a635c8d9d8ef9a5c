package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub"
)

// static is an executable that has no symbols.
func static(t testing.TB) []byte {
	t.Helper()
	b, err := stub.Build(stub.Config{Runtime: "a", Bundle: "b"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// cpython returns the interpreter that tests were given.
func cpython(t testing.TB) []byte {
	t.Helper()
	_, interpreter := cpythontest.Distribution(t)
	if name := filepath.Base(interpreter); name != "python3.14" {
		t.Skipf("only CPython 3.14 is patched, and this is %s", name)
	}
	b, err := os.ReadFile(interpreter)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// with returns data with other bytes at an offset.
func with(data []byte, offset uint64, b ...byte) []byte {
	data = bytes.Clone(data)
	copy(data[offset:], b)
	return data
}

func wantUnsuitable(t *testing.T, executable []byte, reason string) {
	t.Helper()
	_, err := Patch(executable, nil)
	var u *Unsuitable
	if !errors.As(err, &u) || !strings.Contains(u.Reason, reason) {
		t.Errorf("got %v, want an Unsuitable that says %q", err, reason)
	}
}

func TestPatchRefusesOtherPrograms(t *testing.T) {
	const typeAt, machineAt = 16, 18
	program := static(t)
	for _, tt := range []struct {
		name, reason string
		executable   []byte
	}{
		{"text", "not an ELF file", []byte("#!/bin/sh\n")},
		{"nothing", "not an ELF file", nil},
		{"another machine", "EM_AARCH64", with(program, machineAt, byte(elf.EM_AARCH64))},
		{"position-independent", "position-independent", with(program, typeAt, byte(elf.ET_DYN))},
		{"an object", "not an executable", with(program, typeAt, byte(elf.ET_REL))},
		{"without libraries", "not dynamically linked", program},
		{"truncated", "truncated", program[:200]},
	} {
		t.Run(tt.name, func(t *testing.T) { wantUnsuitable(t, tt.executable, tt.reason) })
	}
}

func TestPatchRefusesInterpretersItDoesNotKnow(t *testing.T) {
	python := cpython(t)
	i, err := open(python)
	if err != nil {
		t.Fatal(err)
	}
	names := i.segment(elf.PT_DYNAMIC).Off
	api := bytes.LastIndex(python, []byte("\x00PyInitConfig_SetStrList\x00"))
	if api < 0 {
		t.Fatal("no symbol PyInitConfig_SetStrList")
	}
	versionAt, _ := i.at(i.symbols[version])
	patched, err := Patch(python, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, reason string
		executable   []byte
	}{
		{"without the C API", "does not export PyInitConfig_SetStrList", with(python, uint64(api+1), 'X')},
		{"of another version", "is CPython 3.15", with(python, versionAt+2, 15)},
		{"with other start code", "does not load the address of main", with(python, i.mainAt-3, 0x90)},
		{"that calls no library", "does not call the C library", with(python, i.mainAt+4, 0x90)},
		{"whose main is nowhere", "is no address", with(python, i.mainAt, 0, 0, 0, 0)},
		{"that is an image", "an image already", patched},
		{"truncated", "", python[:len(python)/2]},
		{"truncated in its headers", "", python[:names]},
	} {
		t.Run(tt.name, func(t *testing.T) { wantUnsuitable(t, tt.executable, tt.reason) })
	}
}

// TestPatchKeepsTheInterpreter looks at each byte that differs (trap 2).
func TestPatchKeepsTheInterpreter(t *testing.T) {
	python := cpython(t)
	before, err := open(python)
	if err != nil {
		t.Fatal(err)
	}
	code := []byte("code of a module")
	patched, err := Patch(python, []Module{{Name: "m", Code: code, Package: true}})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Patch(python, []Module{{Name: "m", Code: code, Package: true}})
	if err != nil || !bytes.Equal(patched, again) {
		t.Errorf("a second patch gives other bytes (%v)", err)
	}

	dynamic := before.segment(elf.PT_DYNAMIC)
	for at, b := range python {
		at := uint64(at)
		headers := at-before.header.Phoff < uint64(binary.Size(before.program))
		if b != patched[at] && !headers && at-dynamic.Off >= dynamic.Filesz && at-before.mainAt >= 4 {
			t.Fatalf("byte %#x was changed", at)
		}
	}

	f, err := elf.NewFile(bytes.NewReader(patched))
	if err != nil {
		t.Fatal(err)
	}
	var end uint64
	var last *elf.Prog
	for _, p := range f.Progs {
		if p.Type == elf.PT_LOAD {
			if p.Vaddr < end {
				t.Errorf("the segment at %#x is not behind those before it", p.Vaddr)
			}
			end, last = p.Vaddr+p.Memsz, p
		}
	}
	if last.Flags != elf.PF_R|elf.PF_X || last.Vaddr%pageSize != 0 || last.Off%pageSize != 0 {
		t.Errorf("the added segment is %+v", last.ProgHeader)
	}
	main := binary.LittleEndian.Uint32(patched[before.mainAt:])
	if uint64(main) != last.Vaddr {
		t.Errorf("main is %#x, want %#x", main, last.Vaddr)
	}
	content, err := io.ReadAll(last.Open())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(content, stub.Start()) || !bytes.Contains(content, code) {
		t.Error("the added segment has not the start code and the modules")
	}
	for _, tag := range []elf.DynTag{elf.DT_RPATH, elf.DT_RUNPATH} {
		if dirs, err := f.DynString(tag); err != nil || len(dirs) > 0 {
			t.Errorf("%v: %q, %v", tag, dirs, err)
		}
	}
	was, err := elf.NewFile(bytes.NewReader(python))
	if err != nil {
		t.Fatal(err)
	}
	want, _ := was.ImportedLibraries()
	if got, err := f.ImportedLibraries(); err != nil || cmp.Diff(got, want) != "" {
		t.Errorf("libraries: %q, %v", got, err)
	}
}

// FuzzPatch looks that no file makes Patch panic.
func FuzzPatch(f *testing.F) {
	f.Add([]byte{})
	f.Add(static(f))
	f.Add(with(static(f), 64, byte(elf.PT_INTERP)))
	f.Fuzz(func(t *testing.T, data []byte) {
		image, err := Patch(data, nil)
		var u *Unsuitable
		if err != nil && !errors.As(err, &u) {
			t.Errorf("got %v, want an Unsuitable", err)
		}
		if err == nil && len(image) <= len(data) {
			t.Errorf("the image has %d bytes, the interpreter %d", len(image), len(data))
		}
	})
}
