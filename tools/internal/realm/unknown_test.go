package realm

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestNoteUnknown(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{
			"sources", `{
offer: [ { protocol: [ "p", "q" ], from: "#gone", to: "#a", source_availability: "unknown" } ],
expose: [ { directory: "d", from: "#gone/x", source_availability: "unknown" } ], children: [ { name: "a", url: "#meta/a.cm" } ] }`,
			`core.cml:2:42: note: protocol "p", "q" comes from "void", for this realm has no "#gone" [realm S1] (in //core.cml)
  fix: add the shard with the child, if this product is to have it
core.cml:3:35: note: directory "d" comes from "void", for this realm has no "#gone/x" [realm S1] (in //core.cml)
  fix: add the shard with the child, if this product is to have it
`,
		},
		{
			"targets", `{ offer: [ { protocol: "p", from: "void", to: [ "#gone", "#a" ], target_availability: "unknown" } ], children: [ { name: "a", url: "#meta/a.cm" } ] }`,
			`core.cml:1:49: note: protocol "p" is not offered to "#gone", for this realm has none [realm S1] (in //core.cml)
  fix: add the shard with the child, if this product is to have it
`,
		},
		{
			"what is there, and what is an error elsewhere",
			`{ offer: [ { protocol: "p", from: "#a", to: "#a", source_availability: "unknown", target_availability: "unknown" },
{ runner: "r", from: "#gone", to: "#a", source_availability: "unknown" }, { protocol: "q", from: "#gone", to: "#gone" } ], children: [ { name: "a", url: "#meta/a.cm" } ] }`, "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var diags diag.List
			NoteUnknown(decode(t, "core.cml", tt.text), &diags)
			if diff := cmp.Diff(tt.want, printed(t, &diags)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
