package include

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// shard returns a shard of the main repository, or of another one if the label
// has it; path is relative to the repository, and its include path as in the
// attribute, "-" for none.
func shard(label, path, includePath string, deps ...string) Shard {
	repo, _, _ := strings.Cut(strings.TrimPrefix(label, "@@"), "//")
	s := Shard{Label: label, Repo: repo, Path: path, File: "exec/" + repo + "/" + path, Deps: deps}
	if includePath != "-" {
		s.IncludePath = &includePath
	}
	return s
}

// strict returns a loader whose files have the given texts, by path to read.
func strict(t *testing.T, texts map[string]string, shards ...Shard) *Strict {
	t.Helper()
	l, err := NewStrict(shards, StrictOptions{Read: newFiles(texts).ReadFile})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const idk = "@@rules_idk++idk+sdk"

// example is a manifest, shards of its repository and an IDK.
func example() []Shard {
	open := func(s Shard, repos ...string) Shard {
		s.Open = repos
		return s
	}
	return []Shard{
		shard("@@//app:app", "app/meta/app.cml", "-", "@@//lib/log:log", "@@//lib/net:net", idk+"//pkg/syslog:client"),
		shard("@@//lib/log:log", "lib/log/log.shard.cml", "lib", "@@//lib/base:base"),
		shard("@@//lib/net:net", "lib/net/net.shard.cml", "-"),
		shard("@@//lib/base:base", "lib/base/base.shard.cml", "."),
		open(shard(idk+"//pkg/syslog:client", "pkg/syslog/client.shard.cml", "pkg"), "rules_idk++idk+sdk", "rules_idk++idk+partner"),
		shard(idk+"//pkg/inspect:client", "pkg/inspect/client.shard.cml", "pkg"),
		shard("@@rules_idk++idk+partner//pkg/extra:extra", "pkg/extra/extra.shard.cml", "pkg"),
		{Label: idk + "//:cmc_includes", Deps: []string{idk + "//pkg/syslog:client", idk + "//pkg/inspect:client"}},
		shard("@@//tool:tool", "tool/tool.cml", "-", idk+"//:cmc_includes"),
		shard("@@//bare:bare", "bare/bare.cml", "-"),
	}
}

func TestStrictFinds(t *testing.T) {
	l := strict(t, nil, example()...)
	for _, tt := range []struct{ name, from, include, want string }{
		{"by repository path", "exec//app/meta/app.cml", "//lib/net/net.shard.cml", "exec//lib/net/net.shard.cml"},
		{"by include path", "exec//app/meta/app.cml", "log/log.shard.cml", "exec//lib/log/log.shard.cml"},
		{"by both", "exec//app/meta/app.cml", "//lib/log/log.shard.cml", "exec//lib/log/log.shard.cml"},
		{"by a path that is not clean", "exec//app/meta/app.cml", "//lib/./net/../net/net.shard.cml", "exec//lib/net/net.shard.cml"},
		{"in another repository", "exec//app/meta/app.cml", "syslog/client.shard.cml", "exec/rules_idk++idk+sdk/pkg/syslog/client.shard.cml"},
		{"by an include path that is the root", "exec//lib/log/log.shard.cml", "lib/base/base.shard.cml", "exec//lib/base/base.shard.cml"},
		{
			"a shard of an IDK finds its neighbours", "exec/rules_idk++idk+sdk/pkg/syslog/client.shard.cml", "inspect/client.shard.cml",
			"exec/rules_idk++idk+sdk/pkg/inspect/client.shard.cml",
		},
		{
			"by their path, too", "exec/rules_idk++idk+sdk/pkg/syslog/client.shard.cml", "//pkg/inspect/client.shard.cml",
			"exec/rules_idk++idk+sdk/pkg/inspect/client.shard.cml",
		},
		{
			"a shard of an IDK finds those of its layers", "exec/rules_idk++idk+sdk/pkg/syslog/client.shard.cml", "extra/extra.shard.cml",
			"exec/rules_idk++idk+partner/pkg/extra/extra.shard.cml",
		},
		{"through a target that stands for others", "exec//tool/tool.cml", "inspect/client.shard.cml", "exec/rules_idk++idk+sdk/pkg/inspect/client.shard.cml"},
		{"itself, which is a cycle", "exec//lib/log/log.shard.cml", "log/log.shard.cml", "exec//lib/log/log.shard.cml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, problem := l.Find(tt.from, cml.Str{Value: tt.include})
			if problem != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, problem, tt.want)
			}
		})
	}
}

func TestStrictSaysWhatToDo(t *testing.T) {
	l := strict(t, nil, append(example(),
		shard("@@//a:x", "a/x.cml", "a"), shard("@@//b:x", "b/x.cml", "b"), shard("@@//a:other", "a/x.cml", "a"),
		shard("@@//two:two", "two/two.cml", "-", "@@//a:x", "@@//a:other", "@@//b:x"),
		shard(idk+"//other:other", "other/other.cml", "-"),
	)...)
	for _, tt := range []struct{ name, from, include, msg, hint string }{
		{
			"a dependency of a dependency", "exec//app/meta/app.cml", "lib/base/base.shard.cml",
			`include "lib/base/base.shard.cml" is a file of //lib/base:base, which is not in the deps of //app:app`,
			"buildozer 'add deps //lib/base:base' //app:app",
		},
		{
			"the same by repository path", "exec//app/meta/app.cml", "//lib/base/base.shard.cml",
			`include "//lib/base/base.shard.cml" is a file of //lib/base:base, which is not in the deps of //app:app`,
			"buildozer 'add deps //lib/base:base' //app:app",
		},
		{
			"in another repository", "exec//app/meta/app.cml", "inspect/client.shard.cml",
			`include "inspect/client.shard.cml" is a file of @sdk//pkg/inspect:client, which is not in the deps of //app:app`,
			"buildozer 'add deps @sdk//pkg/inspect:client' //app:app",
		},
		{
			"from another repository", "exec/rules_idk++idk+sdk/other/other.cml", "extra/extra.shard.cml",
			`include "extra/extra.shard.cml" is a file of @partner//pkg/extra:extra, which is not in the deps of @sdk//other:other`,
			"add @partner//pkg/extra:extra to the deps of @sdk//other:other, in the repository that has it",
		},
		{
			"several targets have it", "exec//app/meta/app.cml", "x.cml",
			`include "x.cml" is a file of //a:other and of //a:x and of //b:x, none of which is in the deps of //app:app`,
			"buildozer 'add deps //a:other' //app:app",
		},
		{
			"a misspelt name", "exec//app/meta/app.cml", "log/logg.shard.cml",
			`include "log/logg.shard.cml" is a file of none of the deps of //app:app; they have ` +
				`"log/log.shard.cml" of //lib/log:log, "//lib/log/log.shard.cml" of //lib/log:log, ` +
				`"//lib/net/net.shard.cml" of //lib/net:net, "syslog/client.shard.cml" of @sdk//pkg/syslog:client`,
			"correct the string, or add the target that has the file to the deps of //app:app",
		},
		{
			"the other notation", "exec//app/meta/app.cml", "//syslog/client.shard.cml",
			`include "//syslog/client.shard.cml" is a file of none of the deps of //app:app; they have ` +
				`"syslog/client.shard.cml" of @sdk//pkg/syslog:client, "//lib/net/net.shard.cml" of //lib/net:net, ` +
				`"//lib/log/log.shard.cml" of //lib/log:log, "log/log.shard.cml" of //lib/log:log`,
			"correct the string, or add the target that has the file to the deps of //app:app",
		},
		{
			"no dependencies at all", "exec//bare/bare.cml", "nowhere.cml",
			`include "nowhere.cml" cannot be found: //bare:bare has no shards in its deps`,
			"add the target that has the file to the deps of //bare:bare",
		},
		{
			"neither the folder nor the file system is searched", "exec//app/meta/app.cml", "app.cml",
			`include "app.cml" is a file of none of the deps of //app:app; they have`,
			"correct the string",
		},
		{
			"two files for one string", "exec//two/two.cml", "x.cml",
			`include "x.cml" stands for several files: a/x.cml of //a:x and b/x.cml of //b:x`,
			"keep one of them in the deps of //two:two",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id, problem := l.Find(tt.from, cml.Str{Value: tt.include})
			if problem == nil {
				t.Fatalf("got the file %q, want a problem", id)
			}
			if !strings.HasPrefix(problem.Msg, tt.msg) || !strings.HasPrefix(problem.Hint, tt.hint) {
				t.Errorf("got  %s\n fix %s\nwant %s\n fix %s", problem.Msg, problem.Hint, tt.msg, tt.hint)
			}
		})
	}
}

func TestStrictListsTheNearestOffersFirst(t *testing.T) {
	manifest := shard("@@//m:m", "m/m.cml", "-")
	shards := []Shard{}
	for i := range 300 {
		s := shard(fmt.Sprintf("@@//s:s%d", i), fmt.Sprintf("lib/area%d/client.shard.cml", i), "lib")
		manifest.Deps = append(manifest.Deps, s.Label)
		shards = append(shards, s)
	}
	_, problem := strict(t, nil, append(shards, manifest)...).Find("exec//m/m.cml", cml.Str{Value: "area271/cliemt.shard.cml"})
	_, offers, _ := strings.Cut(problem.Msg, "they have ")
	if !strings.HasPrefix(offers, `"area271/client.shard.cml" of //s:s271, `) || !strings.HasSuffix(offers, ", …") {
		t.Errorf("got offers %s", offers)
	}
	if n := strings.Count(offers, " of "); n != most {
		t.Errorf("got %d offers, want %d", n, most)
	}
}

func TestStrictResolvesARealm(t *testing.T) {
	l := strict(t, map[string]string{
		"exec//core.cml":                         including("log.shard.cml"),
		"exec//a/a.core_shard.cml":               including("//lib/net.shard.cml", "log.shard.cml", "net.shard.cml"),
		"exec//lib/log.shard.cml":                "{}",
		"exec//lib/net.shard.cml":                including("log.shard.cml"),
		"exec/rules_idk++idk+sdk/net.shard.cml":  "{}",
		"exec/rules_idk++idk+sdk/gone.shard.cml": "unreadable",
	},
		shard("@@//:core", "core.cml", "-", "@@//lib:log", idk+"//:gone"),
		shard("@@//a:a", "a/a.core_shard.cml", "-", "@@//lib:net", "@@//lib:log"),
		shard("@@//lib:log", "lib/log.shard.cml", "lib"),
		shard("@@//lib:net", "lib/net.shard.cml", "-", "@@//lib:log"),
		shard(idk+"//:net", "net.shard.cml", "."),
		shard(idk+"//:gone", "gone.shard.cml", "."),
	)
	got, findings := resolved(t, l, "exec//core.cml", "exec//a/a.core_shard.cml")
	same(t, "includes", got, []string{"exec//lib/log.shard.cml", "exec//lib/net.shard.cml"})
	same(t, "findings", findings,
		"a/a.core_shard.cml:1:52: include \"net.shard.cml\" is a file of @sdk//:net, which is not in the deps of //a:a (in //a:a)\n"+
			"  fix: buildozer 'add deps @sdk//:net' //a:a\n")
}

func TestStrictCycleNamesFilesOfTheirRepositories(t *testing.T) {
	a := shard(idk+"//:a", "a.cml", ".")
	b := shard(idk+"//:b", "b.cml", ".")
	a.Open, b.Open = []string{a.Repo}, []string{a.Repo}
	l := strict(t, map[string]string{
		"exec//m.cml": including("a.cml"), a.File: including("b.cml"), b.File: including("a.cml"),
	}, shard("@@//:m", "m.cml", "-", a.Label), a, b)
	_, findings := resolved(t, l, "exec//m.cml")
	same(t, "findings", findings, `b.cml:1:12: include cycle: m.cml -> a.cml -> b.cml -> a.cml (in @sdk//:b)
  m.cml:1:12: m.cml includes a.cml (in //:m)
  a.cml:1:12: a.cml includes b.cml (in @sdk//:a)
  b.cml:1:12: b.cml includes a.cml (in @sdk//:b)
  fix: remove one of these includes
`)
}

// TestStrictRootOfManifestDirectory is the meaning that "//" has in the SDK's
// own rules.
func TestStrictRootOfManifestDirectory(t *testing.T) {
	l, err := NewStrict([]Shard{
		shard("@@//app:app", "app/meta/app.cml", "-", "@@//app:shard", "@@//lib:lib"),
		shard("@@//app:shard", "app/meta/parts/x.shard.cml", "-"),
		shard("@@//lib:lib", "lib/lib.shard.cml", "lib"),
	}, StrictOptions{Roots: map[string]string{"": "app/meta"}})
	if err != nil {
		t.Fatal(err)
	}
	for include, want := range map[string]string{
		"//parts/x.shard.cml":          "exec//app/meta/parts/x.shard.cml",
		"lib.shard.cml":                "exec//lib/lib.shard.cml",
		"//app/meta/parts/x.shard.cml": "",
		"//lib/lib.shard.cml":          "",
	} {
		if got, _ := l.Find("exec//app/meta/app.cml", cml.Str{Value: include}); got != want {
			t.Errorf("include %q: got %q, want %q", include, got, want)
		}
	}
}

func TestStrictRefusesContradictions(t *testing.T) {
	for _, tt := range []struct {
		name   string
		shards []Shard
		want   string
	}{
		{
			"a file outside of its include path",
			[]Shard{shard(idk+"//a:a", "pkg/a.cml", "pk")},
			`@sdk//a:a: the file pkg/a.cml is not below the include path "pk"`,
		},
		{
			"an unknown dependency",
			[]Shard{shard("@@//a:a", "a.cml", "-", "@@//b:b")},
			"//a:a depends on //b:b, which is not among the given shards",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewStrict(tt.shards, StrictOptions{})
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestStrictFileOfSeveralTargets(t *testing.T) {
	first, second := shard("@@//a:first", "a.cml", "-", "@@//:x"), shard("@@//a:second", "a.cml", "-", "@@//:y")
	l := strict(t, map[string]string{first.File: "{}"},
		first, second, first, shard("@@//:x", "x.cml", "."), shard("@@//:y", "y.cml", "."))
	for _, name := range []string{"x.cml", "y.cml"} {
		if _, problem := l.Find(first.File, cml.Str{Value: name}); problem != nil {
			t.Errorf("include %q: got %s, want the file: one of the targets depends on it", name, problem.Msg)
		}
	}
	f, err := l.Read(first.File)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "place", f.At(0).Position(), diag.Position{File: "a.cml", Line: 1, Column: 1, Label: "//a:first"})
}

func TestParseShard(t *testing.T) {
	dot := "."
	for _, tt := range []struct {
		text string
		want Shard
	}{
		{
			`{"deps":["@@//b:b"],"file":"bazel-out/k8/bin/a/a.cml","include_path":".","label":"@@//a:a","path":"a/a.cml"}`,
			Shard{Label: "@@//a:a", Path: "a/a.cml", IncludePath: &dot, File: "bazel-out/k8/bin/a/a.cml", Deps: []string{"@@//b:b"}},
		},
		{
			`{"deps":[],"file":"external/sdk~/a.cml","include_path":null,"label":"@@sdk~//:a","path":"../sdk~/pkg/a.cml","open":["sdk~"]}`,
			Shard{Label: "@@sdk~//:a", Repo: "sdk~", Path: "pkg/a.cml", File: "external/sdk~/a.cml", Deps: []string{}, Open: []string{"sdk~"}},
		},
	} {
		got, err := ParseShard(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "shard", got, tt.want)
	}
	for _, text := range []string{"", "{", `{"unknown": 1}`, `{"label": 5}`} {
		if s, err := ParseShard(text); err == nil {
			t.Errorf("%s: got %v, want an error", text, s)
		}
	}
}

func TestDisplayLabel(t *testing.T) {
	for label, want := range map[string]string{
		"@@//sys/net:net":                  "//sys/net:net",
		"//sys/net:net":                    "//sys/net:net",
		"@@rules_idk++idk+sdk//pkg:x":      "@sdk//pkg:x",
		"@@rules_idk~~idk~sdk//pkg:x":      "@sdk//pkg:x",
		"@@rules_idk+//rules:x":            "@rules_idk//rules:x",
		"@@rules_idk~//rules:x":            "@rules_idk//rules:x",
		"@@bazel_tools//tools:x":           "@bazel_tools//tools:x",
		"@sdk//:x":                         "@sdk//:x",
		"not a label":                      "not a label",
		"@@fuchsia.idk++ext+my-sdk//a/b:c": "@my-sdk//a/b:c",
	} {
		if got := DisplayLabel(label); got != want {
			t.Errorf("%s: got %s, want %s", label, got, want)
		}
	}
}
