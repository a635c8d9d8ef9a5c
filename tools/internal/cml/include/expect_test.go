package include

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestExpectedIncludes(t *testing.T) {
	l := NewFileSystem(newFiles(map[string]string{
		"a.cml": including("syslog/client.cml"), "lib/syslog/client.cml": including("inner.cml"),
		"lib/inner.cml": "{}", "lib/other.cml": "{}",
	}), "", []string{"lib"})
	var diags diag.List
	tree, err := NewResolver(l, decode).Resolve([]string{"a.cml"}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	l.Expect(tree, nil, &diags)
	same(t, "nothing expected", printed(&diags), "")
	l.Expect(tree, []string{
		"//lib/other.cml", "syslog/client.cml", "//lib/syslog/client.cml", "inner.cml", "nowhere.cml", "a.cml",
	}, &diags)
	same(t, "expected", printed(&diags), `a.cml:1:12: "//a.cml" is expected, but not included
  fix: add "//a.cml" to include
a.cml:1:12: "other.cml" is expected, but not included
  fix: add "other.cml" to include
a.cml:1:12: expected: include "nowhere.cml" is not there; looked for lib/nowhere.cml, nowhere.cml
  fix: correct the path, or give the directory that it is relative to as an include path
`)
}
