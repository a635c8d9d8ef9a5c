package realm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// demoView is the demo realm as the next action sees it.
func demoView(t testing.TB) *View {
	t.Helper()
	r := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards})
	return &View{Name: "product/core", Component: "core", Facts: Facts(reread(t, r.Document)), Shards: r.Notes.Shards}
}

func TestBlame(t *testing.T) {
	for _, tt := range []struct {
		name          string
		view          *View
		only          Subset
		labels, files []string
		want          string
	}{
		{
			"all contributors, the deciding one first", demoView(t),
			Subset{},
			nil, nil,
			`b/net.core.cml:1:57: children "netstack" url=fuchsia-pkg://fuchsia.com/netstack#meta/netstack.cm (in //:b/net.core.cml)
core.cml:3:22: children "shell" url=fuchsia-pkg://fuchsia.com/shell#meta/shell.cm (in //:core.cml)
logging.shard.cml:1:24: offer protocol "fuchsia.logger.LogSink" from parent to all (in //:logging.shard.cml)
c/strong.core.cml:1:24: offer protocol "fuchsia.net.Name" from parent to #shell (in //:c/strong.core.cml)
  d/the-same.core.cml:1:24: also here (in //:d/the-same.core.cml)
  a/weak.core.cml:1:24: also here (in //:a/weak.core.cml)
`,
		},
		{
			"a subset", demoView(t),
			Subset{Names: []string{"fuchsia.logger.LogSink"}},
			nil, nil,
			"logging.shard.cml:1:24: offer protocol \"fuchsia.logger.LogSink\" from parent to all (in //:logging.shard.cml)\n",
		},
		{
			"what a label brought, also if it does not decide", demoView(t),
			Subset{},
			[]string{"//:a/weak.core.cml"},
			nil,
			`c/strong.core.cml:1:24: offer protocol "fuchsia.net.Name" from parent to #shell (in //:c/strong.core.cml)
  d/the-same.core.cml:1:24: also here (in //:d/the-same.core.cml)
  a/weak.core.cml:1:24: also here (in //:a/weak.core.cml)
`,
		},
		{
			"what a file brought", demoView(t),
			Subset{},
			nil,
			[]string{"core.cml", "nowhere.cml"},
			"core.cml:3:22: children \"shell\" url=fuchsia-pkg://fuchsia.com/shell#meta/shell.cm (in //:core.cml)\n",
		},
		{
			"a compiled manifest has no places", &View{Facts: []*Fact{{Section: "use", Type: "protocol", Name: "p"}}},
			Subset{},
			nil, nil,
			"use protocol \"p\"\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got strings.Builder
			if err := NewBlame(tt.view, tt.only, tt.labels, tt.files).Print(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("blame (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBlameMarshal(t *testing.T) {
	got, err := NewBlame(demoView(t), Subset{Children: []string{"netstack"}}, nil, nil).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema_version": 1,
  "realm": "product/core",
  "facts": [
    {
      "section": "children",
      "name": "netstack",
      "detail": "url=fuchsia-pkg://fuchsia.com/netstack#meta/netstack.cm",
      "places": [
        {
          "label": "//:b/net.core.cml",
          "file": "b/net.core.cml",
          "line": 1,
          "column": 57
        }
      ]
    }
  ]
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}
