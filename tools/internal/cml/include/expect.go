package include

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Expect adds a finding for every include that is expected of a manifest and
// that the manifest's tree does not have. It counts whether the file is
// included, directly or by another shard; by which string does not matter.
func (l *FileSystem) Expect(t *Tree, expected []string, diags *diag.List) {
	have := map[string]bool{}
	for _, m := range t.Includes {
		have[m.ID] = true
	}
	for _, root := range t.Roots {
		at := root.Document.Pos
		if len(root.Document.Include) > 0 {
			at = root.Document.Include[0].Pos
		}
		for _, name := range expected {
			id, problem := l.Find(root.ID, cml.Str{Value: name, Pos: at})
			switch {
			case problem != nil:
				problem.Msg = "expected: " + problem.Msg
				diags.Add(problem)
			case !have[id]:
				if s := l.IncludeString(root.ID, id); s != "" {
					name = s
				}
				diags.Add(diag.Errorf(at, "", "%q is expected, but not included", name).
					WithHint("add %q to include", name))
			}
		}
	}
}
