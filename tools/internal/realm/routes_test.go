package realm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestCheckRoutes(t *testing.T) {
	for _, tt := range []struct {
		name         string
		parent, core string
		want         []string
	}{
		{
			"what is offered under the name that core takes is fine",
			`{ offer: [ { protocol: "q", as: "p", from: "self", to: "#core" } ] }`,
			`{ use: [ { protocol: "p" } ] }`,
			nil,
		},
		{
			"a use without a source is from the parent",
			`{}`, `{ use: [ { protocol: "p" } ] }`,
			[]string{`error realm R1 core:1:22 protocol "p" comes from the parent of this realm, which does not offer it to "#core"`},
		},
		{
			"an offer to another child does not count",
			`{ offer: [ { protocol: "p", from: "self", to: "#other" } ] }`, `{ expose: [ { protocol: "x", from: "self" } ], offer: [ { protocol: "p", from: "parent", to: "#a" } ] }`,
			[]string{
				`note realm S7 core:1:25 protocol "x" is exposed to the parent of this realm, which does not take it`,
				`error realm R1 core:1:69 protocol "p" comes from the parent of this realm, which does not offer it to "#core"`,
			},
		},
		{
			"an offer to all counts, unless core itself is the source",
			`{ offer: [ { protocol: "p", from: "parent", to: "all" }, { protocol: "q", from: "#core", to: "all" } ] }`,
			`{ use: [ { protocol: [ "p", "q" ] } ], expose: [ { protocol: "q", from: "self" } ] }`,
			[]string{`error realm R1 core:1:29 protocol "q" comes from the parent of this realm, which does not offer it to "#core"`},
		},
		{
			"a name of another type does not count",
			`{ offer: [ { directory: "p", from: "self", to: "#core" } ] }`, `{ use: [ { protocol: "p" } ] }`,
			[]string{
				`error realm R1 core:1:22 protocol "p" comes from the parent of this realm, which does not offer it to "#core"`,
				`note realm S7 parent:1:25 directory "p" is offered to "#core", which does not take it`,
			},
		},
		{
			"required against optional",
			`{ offer: [ { protocol: "p", from: "self", to: "#core", availability: "optional" } ] }`, `{ use: [ { protocol: "p" } ] }`,
			[]string{`error realm R1 core:1:22 protocol "p" is required here, but the parent offers it to "#core" as "optional" only`},
		},
		{
			"same_as_target conflicts with nothing, on either side",
			`{ offer: [ { protocol: "p", from: "self", to: "#core", availability: "same_as_target" }, { protocol: "q", from: "self", to: "#core", availability: "optional" } ] }`,
			`{ offer: [ { protocol: "p", from: "parent", to: "#a" }, { protocol: "q", from: "parent", to: "#a", availability: "same_as_target" } ] }`,
			nil,
		},
		{
			"transitional may be missing",
			`{}`, `{ use: [ { protocol: "p", availability: "transitional" } ] }`, nil,
		},
		{
			"transitional at one place is no excuse for another",
			`{}`, `{ use: [ { protocol: "p", availability: "transitional" }, { protocol: "p", path: "/svc/q" }, { protocol: "p", path: "/svc/r" } ] }`,
			[]string{`error realm R1 core:1:71 protocol "p" comes from the parent of this realm, which does not offer it to "#core"`},
		},
		{
			"a dictionary path asks for the dictionary",
			`{ offer: [ { dictionary: "d", from: "self", to: "#core" } ] }`,
			`{ use: [ { protocol: "p", from: "parent/d/e" }, { protocol: "q", from: "parent/other" } ] }`,
			[]string{`error realm R1 core:1:61 dictionary "other" comes from the parent of this realm, which does not offer it to "#core"`},
		},
		{
			"storage, runners, resolvers and debug protocols of environments",
			`{}`,
			`{ capabilities: [ { storage: "s", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" } ],
environments: [ { name: "e", extends: "realm", runners: [ { runner: "r", from: "parent" } ],
resolvers: [ { resolver: "v", from: "parent", scheme: "x" } ], debug: [ { protocol: "p", from: "parent" } ] } ] }`,
			[]string{
				`error realm R1 core:1:30 directory "minfs" comes from the parent of this realm, which does not offer it to "#core"`,
				`error realm R1 core:2:69 runner "r" comes from the parent of this realm, which does not offer it to "#core"`,
				`error realm R1 core:3:26 resolver "v" comes from the parent of this realm, which does not offer it to "#core"`,
				`error realm R1 core:3:85 protocol "p" comes from the parent of this realm, which does not offer it to "#core"`,
			},
		},
		{
			"what the parent takes must be exposed under that name",
			`{ offer: [ { protocol: [ "p", "q" ], from: "#core", to: "#a" } ] }`,
			`{ expose: [ { protocol: "x", as: "p", from: "#a" }, { protocol: "q", from: "#a", to: "framework" } ] }`,
			[]string{`error realm R2 parent:1:31 protocol "q" comes from "#core", which does not expose it`},
		},
		{
			"an unknown source is no excuse, a weaker availability is",
			`{ use: [ { protocol: "q", from: "#core", availability: "optional" } ], offer: [ { protocol: "p", from: "#core", to: "#a", source_availability: "unknown" } ] }`, `{}`,
			[]string{
				`note realm R2 parent:1:22 protocol "q" comes from "#core", which does not expose it`,
				`error realm R2 parent:1:93 protocol "p" comes from "#core", which does not expose it`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var diags diag.List
			CheckRoutes(decode(t, "parent", tt.parent), decode(t, "core", tt.core), "core", &diags)
			var got []string
			for _, d := range diags.All() {
				got = append(got, strings.Join([]string{d.Severity.String(), d.Rule, d.Pos.Position().String(), d.Msg}, " "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
