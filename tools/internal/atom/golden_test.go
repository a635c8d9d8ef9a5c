package atom

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func said(t *testing.T, d *diag.Diagnostic) string {
	t.Helper()
	if d == nil {
		return ""
	}
	list := &diag.List{}
	list.Add(d)
	return printed(t, list)
}

func TestCheckAPI(t *testing.T) {
	syslog := &Atom{Label: "//sdk/lib/syslog:syslog", ID: "sdk://component_manifest/syslog", Area: "Diagnostics"}
	candidate := API{"pkg/syslog/client.shard.cml": "273ce671dd9cfcbbf63596944437c055"}.Marshal()
	compare := func(golden []byte) string {
		return said(t, CheckAPI(syslog, Golden{
			Path: "sdk/lib/syslog/syslog.api", Text: golden,
			CandidatePath: "bazel-bin/sdk/lib/syslog/syslog_api.api", Candidate: candidate,
			Update: "//sdk/lib/syslog:syslog_api_update", UpdateAll: "//:my_idk_update",
		}))
	}
	const fix = `  to see this again: bazel build //sdk/lib/syslog:syslog
  fix: if the change is intended, record it and have it reviewed by the API owners (area: Diagnostics):
    bazel run //sdk/lib/syslog:syslog_api_update
  all goldens of the IDK:
    bazel run //:my_idk_update
`
	tests := []struct{ name, golden, want string }{
		{"the same", string(candidate), ""},
		{"the same, with a newline", string(candidate) + "\n", ""},
		{
			"a file that changed, one that is new, one that is gone", strings.ReplaceAll(string(candidate), "273c", "0000"),
			`sdk/lib/syslog/syslog.api: the published API of //sdk/lib/syslog:syslog (sdk://component_manifest/syslog) differs from its golden file
  golden: sdk/lib/syslog/syslog.api
  generated: bazel-bin/sdk/lib/syslog/syslog_api.api
  changed: pkg/syslog/client.shard.cml
  --- sdk/lib/syslog/syslog.api
  +++ bazel-bin/sdk/lib/syslog/syslog_api.api
  @@ -1,3 +1,3 @@
   {
  -  "pkg/syslog/client.shard.cml": "0000e671dd9cfcbbf63596944437c055"
  +  "pkg/syslog/client.shard.cml": "273ce671dd9cfcbbf63596944437c055"
   }
` + fix,
		},
		{
			"another form", strings.ReplaceAll(string(candidate), "  ", "    "),
			`sdk/lib/syslog/syslog.api: the published API of //sdk/lib/syslog:syslog (sdk://component_manifest/syslog) differs from its golden file
  golden: sdk/lib/syslog/syslog.api
  generated: bazel-bin/sdk/lib/syslog/syslog_api.api
  --- sdk/lib/syslog/syslog.api
  +++ bazel-bin/sdk/lib/syslog/syslog_api.api
  @@ -1,3 +1,3 @@
   {
  -    "pkg/syslog/client.shard.cml": "273ce671dd9cfcbbf63596944437c055"
  +  "pkg/syslog/client.shard.cml": "273ce671dd9cfcbbf63596944437c055"
   }
` + fix,
		},
		{
			"no API at all", "<<<<<<< HEAD\n",
			`sdk/lib/syslog/syslog.api: the published API of //sdk/lib/syslog:syslog (sdk://component_manifest/syslog) differs from its golden file
  golden: sdk/lib/syslog/syslog.api
  generated: bazel-bin/sdk/lib/syslog/syslog_api.api
  this is no API file, an object of paths and MD5 sums: invalid character '<' looking for beginning of value
  --- sdk/lib/syslog/syslog.api
  +++ bazel-bin/sdk/lib/syslog/syslog_api.api
  @@ -1,1 +1,3 @@
  -<<<<<<< HEAD
  +{
  +  "pkg/syslog/client.shard.cml": "273ce671dd9cfcbbf63596944437c055"
  +}
` + fix,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, compare([]byte(tt.golden))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("no golden", func(t *testing.T) {
		want := `sdk/lib/syslog/syslog.api: the published API of //sdk/lib/syslog:syslog (sdk://component_manifest/syslog) differs from its golden file
  golden: sdk/lib/syslog/syslog.api, which does not exist yet
  generated: bazel-bin/sdk/lib/syslog/syslog_api.api
  added: pkg/syslog/client.shard.cml
  --- sdk/lib/syslog/syslog.api
  +++ bazel-bin/sdk/lib/syslog/syslog_api.api
  @@ -0,0 +1,3 @@
  +{
  +  "pkg/syslog/client.shard.cml": "273ce671dd9cfcbbf63596944437c055"
  +}
` + fix
		if diff := cmp.Diff(want, compare(nil)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestMessagesAboutGoldensAreBounded(t *testing.T) {
	api := API{}
	for i := range 100 {
		api[fmt.Sprintf("pkg/a/%02d.cml", i)] = "00"
	}
	d := CheckAPI(&Atom{Label: "//a", ID: "sdk://a"}, Golden{Path: "a.api", CandidatePath: "b.api", Candidate: api.Marshal()})
	text := said(t, d)
	for _, want := range []string{"  added: pkg/a/19.cml\n  … and 80 more\n", "  … and 89 more\n", "reviewed by the API owners\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "\n"); n != 1+2+21+17+2 {
		t.Errorf("%d lines:\n%s", n, text)
	}
}

func TestCheckContents(t *testing.T) {
	compare := func(golden string) string {
		return said(t, CheckContents("//:my_idk", Golden{
			Path: "my_idk.contents", Text: []byte(golden), CandidatePath: "bazel-bin/my_idk.contents",
			Candidate: []byte("data://pkg/inspect/inspect.json\ndata://pkg/syslog/syslog.json\n"), Update: "//:my_idk_contents_update",
		}))
	}
	if got := compare("data://pkg/inspect/inspect.json\ndata://pkg/syslog/syslog.json\n"); got != "" {
		t.Errorf("got %s", got)
	}
	want := `my_idk.contents: the list of what is in //:my_idk differs from its golden file
  golden: my_idk.contents
  generated: bazel-bin/my_idk.contents
  removed: data://pkg/old/old.json
  added: data://pkg/inspect/inspect.json
  --- my_idk.contents
  +++ bazel-bin/my_idk.contents
  @@ -1,2 +1,2 @@
  -data://pkg/old/old.json
  +data://pkg/inspect/inspect.json
   data://pkg/syslog/syslog.json
  to see this again: bazel build //:my_idk
  fix: if the change is intended, record it and have it reviewed by the API owners:
    bazel run //:my_idk_contents_update
`
	if diff := cmp.Diff(want, compare("data://pkg/old/old.json\ndata://pkg/syslog/syslog.json\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
