package launch

import (
	"path/filepath"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
)

// place is where a runtime may be kept.
type place struct {
	// source is the variable that named the place, or words for people.
	source string
	dir    string
	// parents says how many directories may be made on the way there.
	parents int
}

// The places that no variable names. The last one is memory.
const (
	systemTemp = "the system's temporary directory"
	memory     = "memory"
)

// systemDirs are the temporary directories that every system has.
var systemDirs = []string{"/tmp", "/var/tmp"}

// places returns where to look for a runtime and where to unpack it, in this
// order: what the user said, what lasts, what lasts as long as a test, what is
// always there.
func places(environ []string) []place {
	var all []place
	add := func(source, dir string, parents int) {
		if !filepath.IsAbs(dir) {
			return // relative ones are void, says the XDG specification
		}
		dir = filepath.Clean(dir)
		for _, p := range all {
			if p.dir == dir {
				return
			}
		}
		all = append(all, place{source, dir, parents})
	}
	add(contract.CacheVar, getenv(environ, contract.CacheVar), 64)
	add("XDG_CACHE_HOME", getenv(environ, "XDG_CACHE_HOME"), 1)
	if home := getenv(environ, "HOME"); filepath.IsAbs(home) {
		add("HOME", filepath.Join(home, ".cache"), 1)
	}
	add("TEST_TMPDIR", getenv(environ, "TEST_TMPDIR"), 0)
	add("TMPDIR", getenv(environ, "TMPDIR"), 0)
	for _, dir := range systemDirs {
		add(systemTemp, dir, 0)
	}
	return append(all, place{source: memory})
}
