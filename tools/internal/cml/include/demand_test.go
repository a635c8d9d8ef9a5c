package include

import (
	"fmt"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestUnmetDemands(t *testing.T) {
	const app, tool = "exec//app/meta/app.cml", "exec//tool/tool.cml"
	shards := append(example(),
		shard("@@//lib/log:same", "lib/log/log.shard.cml", "lib"),
		shard("@@//lib/new:new", "lib/new/new.shard.cml", "-"),
		shard(idk+"//private:private", "private/private.shard.cml", "-"),
		shard(idk+"//app:app", "app/app.cml", "-"),
	)
	demand := func(by, shard string) Demand { return Demand{By: by, Shard: shard, Enforced: true} }
	for _, tt := range []struct {
		name, manifest string
		includes       map[string][]string
		demands        []Demand
		want           string
	}{
		{name: "nothing is demanded", manifest: app},
		{
			name:     "the manifest includes it",
			manifest: app,
			includes: map[string][]string{app: {"log/log.shard.cml"}},
			demands:  []Demand{demand("@@//src/log:log", "@@//lib/log:log")},
		},
		{
			name:     "a shard includes it",
			manifest: app,
			includes: map[string][]string{app: {"log/log.shard.cml"}, "exec//lib/log/log.shard.cml": {"//lib/base/base.shard.cml"}},
			demands:  []Demand{demand("@@//src/base:base", "@@//lib/base:base")},
		},
		{
			name:     "another target of the file is included",
			manifest: app,
			includes: map[string][]string{app: {"log/log.shard.cml"}},
			demands:  []Demand{demand("@@//src/log:log", "@@//lib/log:same")},
		},
		{
			name:     "the target may include it already",
			manifest: app,
			demands:  []Demand{demand("@@//src/log:log", "@@//lib/log:log")},
			want: `app/meta/app.cml:1:1: "log/log.shard.cml" of //lib/log:log, which //src/log:log demands, is not included (in //app:app)
  fix: add "log/log.shard.cml" to include
`,
		},
		{
			name:     "the target may include it through a target that stands for others",
			manifest: tool,
			demands:  []Demand{demand("@@//src/log:log", idk+"//pkg/inspect:client")},
			want: `tool/tool.cml:1:1: "inspect/client.shard.cml" of @sdk//pkg/inspect:client, which //src/log:log demands, is not included (in //tool:tool)
  fix: add "inspect/client.shard.cml" to include
`,
		},
		{
			name:     "the target may not include it yet",
			manifest: app,
			includes: map[string][]string{app: {"log/log.shard.cml"}},
			demands: []Demand{
				demand("@@rules_go+//net:net", "@@//lib/new:new"),
				demand("@@//src/new:new", "@@//lib/new:new"),
				demand("@@//src/new:new", "@@//lib/new:new"),
			},
			want: `app/meta/app.cml:1:12: "//lib/new/new.shard.cml" of //lib/new:new, which //src/new:new and @rules_go//net:net demand, is not included (in //app:app)
  fix: add "//lib/new/new.shard.cml" to include, and: buildozer 'add deps //lib/new:new' //app:app
`,
		},
		{
			name:     "several shards",
			manifest: app,
			demands: []Demand{
				demand("@@//src/log:log", "@@//lib/log:log"),
				demand("@@//src/new:new", "@@//lib/new:new"),
			},
			want: `app/meta/app.cml:1:1: "//lib/new/new.shard.cml" of //lib/new:new, which //src/new:new demands, is not included (in //app:app)
  fix: add "//lib/new/new.shard.cml" to include, and: buildozer 'add deps //lib/new:new' //app:app
app/meta/app.cml:1:1: "log/log.shard.cml" of //lib/log:log, which //src/log:log demands, is not included (in //app:app)
  fix: add "log/log.shard.cml" to include
`,
		},
		{
			name:     "not enforced",
			manifest: app,
			demands:  []Demand{{By: "@@//src/new:new", Shard: "@@//lib/new:new"}},
			want: `app/meta/app.cml:1:1: warning: "//lib/new/new.shard.cml" of //lib/new:new, which //src/new:new demands, is not included (in //app:app)
  fix: add "//lib/new/new.shard.cml" to include, and: buildozer 'add deps //lib/new:new' //app:app
`,
		},
		{
			name:     "enforced by one of two",
			manifest: app,
			demands:  []Demand{{By: "@@//src/new:new", Shard: "@@//lib/new:new"}, demand("@@//src/old:old", "@@//lib/new:new")},
			want: `app/meta/app.cml:1:1: "//lib/new/new.shard.cml" of //lib/new:new, which //src/new:new and //src/old:old demand, is not included (in //app:app)
  fix: add "//lib/new/new.shard.cml" to include, and: buildozer 'add deps //lib/new:new' //app:app
`,
		},
		{
			name:     "a shard that other repositories cannot include",
			manifest: app,
			demands:  []Demand{demand("@@//src/log:log", idk+"//private:private")},
			want: `app/meta/app.cml:1:1: @sdk//private:private, which //src/log:log demands, is not included, and cannot be from another repository (in //app:app)
  fix: give @sdk//private:private an include_path
`,
		},
		{
			name:     "a manifest of another repository",
			manifest: "exec/rules_idk++idk+sdk/app/app.cml",
			demands:  []Demand{demand(idk+"//log:log", idk+"//private:private")},
			want: `app/app.cml:1:1: "//private/private.shard.cml" of @sdk//private:private, which @sdk//log:log demands, is not included (in @sdk//app:app)
  fix: add "//private/private.shard.cml" to include, and @sdk//private:private to the deps of @sdk//app:app, in the repository that has it
`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			same(t, "findings", unmetOf(t, shards, tt.includes, tt.manifest, tt.demands), tt.want)
		})
	}
}

func TestUnmetListsTheFirstOfManyThatDemand(t *testing.T) {
	var demands []Demand
	for i := range 14 {
		demands = append(demands, Demand{By: fmt.Sprintf("@@//src:lib%02d", i), Shard: "@@//lib/log:log", Enforced: true})
	}
	got := unmetOf(t, example(), nil, "exec//app/meta/app.cml", demands)
	same(t, "findings", got, `app/meta/app.cml:1:1: "log/log.shard.cml" of //lib/log:log, which //src:lib00, //src:lib01, //src:lib02, //src:lib03, //src:lib04, //src:lib05, //src:lib06, //src:lib07, //src:lib08, //src:lib09 and 4 more demand, is not included (in //app:app)
  fix: add "log/log.shard.cml" to include
`)
}

// unmetOf returns the findings about the demands of a manifest; includes has
// the include lists of files that have any.
func unmetOf(t *testing.T, shards []Shard, includes map[string][]string, manifest string, demands []Demand) string {
	t.Helper()
	texts := map[string]string{}
	for _, s := range shards {
		texts[s.File] = including(includes[s.File]...)
	}
	l := strict(t, texts, shards...)
	var diags diag.List
	tree, err := NewResolver(l, decode).Resolve([]string{manifest}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	l.Unmet(tree, demands, &diags)
	return printed(&diags)
}

func TestUnmetOfAManifestThatCannotBeDecoded(t *testing.T) {
	manifest := shard("@@//a:a", "a.cml", "-")
	other := shard("@@//b:b", "b.cml", "-")
	l := strict(t, map[string]string{manifest.File: "{", other.File: "{}"}, manifest, other)
	var syntax, diags diag.List
	tree, err := NewResolver(l, decode).Resolve([]string{manifest.File}, &syntax)
	if err != nil {
		t.Fatal(err)
	}
	l.Unmet(tree, []Demand{{By: "@@//c:c", Shard: "@@//b:b", Enforced: true}}, &diags)
	same(t, "findings", printed(&diags), "")
}

func TestParseDemand(t *testing.T) {
	got, err := ParseDemand(`{"by":"@@//a:a","enforced":true,"shard":"@@//b:b"}`)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "demand", got, Demand{By: "@@//a:a", Shard: "@@//b:b", Enforced: true})
	for _, bad := range []string{"", "[]", `{"label":"@@//a:a"}`} {
		if d, err := ParseDemand(bad); err == nil {
			t.Errorf("ParseDemand(%q) = %v, want an error", bad, d)
		}
	}
}
