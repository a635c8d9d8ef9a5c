package realm

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// CheckIdleShards notes the shards of a realm that add nothing to it (S7):
// whatever they say, another file says too.
func CheckIdleShards(d *cml.Document, n *Notes, diags *diag.List) {
	only := onlyHere(Facts(d))
	decides := map[string]bool{}
	for _, p := range n.Promoted {
		decides[p.Strong.File] = true
	}
	for _, c := range n.Shards {
		if len(only[c.File]) > 0 || decides[c.File] {
			continue
		}
		pos := diag.Fixed(diag.Position{File: c.File, Line: 1, Column: 1, Label: c.Label})
		diags.Add((&diag.Diagnostic{
			Severity: diag.Remark,
			Rule:     "realm S7",
			Pos:      pos,
			Msg:      "this shard adds nothing to the realm: other files state all that it states",
		}).WithHint("remove it from the realm's shards"))
	}
}
