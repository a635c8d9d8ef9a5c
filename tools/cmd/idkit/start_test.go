package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Whatever packages make before main, every call waits for: tables, regular
// expressions and the like are to be made when they are first needed, or laid
// out by the compiler. This program has the packages of idkit, so it can look at
// what it has made itself.
func TestNothingIsMadeBeforeMain(t *testing.T) {
	const most = 4 << 10
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	const prefix = "github.com/rules-idk/rules_idk/tools/internal/"
	seen := 0
	for lines := bufio.NewScanner(&stderr); lines.Scan(); {
		var pkg string
		var at, clock float64
		var size, allocs int
		n, _ := fmt.Sscanf(lines.Text(), "init %s @%f ms, %f ms clock, %d bytes, %d allocs", &pkg, &at, &clock, &size, &allocs)
		if n != 5 {
			continue
		}
		seen++
		ours := strings.HasPrefix(pkg, prefix)
		if ours && size > most {
			t.Errorf("%s makes %d bytes before main, in %d pieces; make them when they are first needed", pkg, size, allocs)
		}
	}
	if seen == 0 {
		t.Errorf("the runtime has listed no packages:\n%s", &stderr)
	}
}
