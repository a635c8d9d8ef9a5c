package stub

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub/asm"
)

var update = flag.Bool("update", false, "write the machine code anew")

// TestTextIsWhatTheAssemblerMakes compares machine.go with the code that the
// assembler has put into this test.
func TestTextIsWhatTheAssemblerMakes(t *testing.T) {
	var want bytes.Buffer
	want.WriteString("// Written by go test -update out of package asm. DO NOT EDIT.\n\npackage stub\n")
	for _, routine := range []struct {
		name string
		text unsafe.Pointer
		room int
	}{{"launch", asm.Launch, asm.LaunchTable}, {"start", asm.Start, asm.StartTable}} {
		b, err := asm.Code(routine.text)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > routine.room {
			t.Errorf("%s: %d bytes of code, the table begins at %d", routine.name, len(b), routine.room)
		}
		fmt.Fprintf(&want, "\n// %sText is the code of asm/%s_amd64.s.\nconst %sText = `", routine.name, routine.name, routine.name)
		for ; len(b) > 32; b = b[32:] {
			fmt.Fprintf(&want, "%x\n", b[:32])
		}
		fmt.Fprintf(&want, "%x`\n", b)
	}
	if *update {
		if err := os.WriteFile("machine.go", want.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("machine.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), want.String()); diff != "" {
		t.Errorf("machine.go is not what asm/*.s says (-got +want):\n%s\nTo accept: go test ./tools/internal/pybundle/stub -update", diff)
	}
}
