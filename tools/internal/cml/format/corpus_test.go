package format

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// corpusVariable names a folder of manifests that are checked in formatted.
const corpusVariable = "RULES_IDK_CORPUS"

// unformatted are manifests that were not formatted by the tool of today, by the
// end of their path.
var unformatted = map[string]string{
	"src/lib/diagnostics/reader/rust/tests/meta/archive_reader_integration_test.cml": "written by hand in part",
	"src/sys/core/meta/core.cml":   "in 2021 registrations had no order",
	"temperature-logger.shard.cml": "printed in RFC-0089 without indentation",
}

func TestCorpus(t *testing.T) {
	folder := os.Getenv(corpusVariable)
	if folder == "" {
		t.Skipf("%s does not name a folder of formatted manifests", corpusVariable)
	}
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".cml" {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		checkSource(t, string(text))
		var diags diag.List
		out := Source(diag.NewFile(name, text), &diags)
		known := false
		for suffix := range unformatted {
			known = known || strings.HasSuffix(name, suffix)
		}
		switch {
		case out == nil:
			t.Error(diags.Err())
		case !known && !bytes.Equal(out, text):
			t.Errorf("%s changes (-got +want):\n%s", name, cmp.Diff(string(out), string(text)))
		case known && bytes.Equal(out, text):
			t.Errorf("%s is formatted, but listed as unformatted", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
