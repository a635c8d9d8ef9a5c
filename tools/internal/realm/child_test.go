package realm

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

func TestPutChild(t *testing.T) {
	const url = "fuchsia-pkg://fuchsia.com/core-x#meta/core.cm"
	for _, tt := range []struct {
		name, base string
		child      Child
		want       cml.Child
	}{
		{
			"a new child has RFC-0089's form",
			`{}`,
			Child{Name: "core", URL: url},
			cml.Child{Startup: cml.Str{Value: "lazy"}, OnTerminate: cml.Str{Value: "reboot"}, Environment: cml.Str{Value: "#core-env"}},
		},
		{
			"what is said wins over the form",
			`{}`,
			Child{Name: "core", URL: url, Startup: "eager", Environment: "#other", OnTerminate: "none"},
			cml.Child{Startup: cml.Str{Value: "eager"}, Environment: cml.Str{Value: "#other"}},
		},
		{
			"none leaves the environment out",
			`{}`,
			Child{Name: "core", URL: url, Environment: "none"},
			cml.Child{Startup: cml.Str{Value: "lazy"}, OnTerminate: cml.Str{Value: "reboot"}},
		},
		{
			"an existing child keeps what nobody says",
			`{ children: [ { name: "core", url: "#meta/old.cm", startup: "eager", on_terminate: "none" } ] }`,
			Child{Name: "core", URL: url},
			cml.Child{Startup: cml.Str{Value: "eager"}, OnTerminate: cml.Str{Value: "none"}},
		},
		{
			"an existing child gets what is said",
			`{ children: [ { name: "core", url: "#meta/old.cm", environment: "#e" } ] }`,
			Child{Name: "core", URL: url, Environment: "none", OnTerminate: "reboot"},
			cml.Child{OnTerminate: cml.Str{Value: "reboot"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := decode(t, "root.cml", tt.base)
			before := texts(Facts(d))
			old := *d
			PutChild(d, tt.child)
			if diff := cmp.Diff(before, texts(Facts(&old))); diff != "" {
				t.Errorf("the shared child changed (-before +after):\n%s", diff)
			}
			if len(d.Children) != 1 {
				t.Fatalf("got %d children, want 1", len(d.Children))
			}
			tt.want.Name, tt.want.URL = cml.Str{Value: "core"}, cml.Str{Value: url}
			got := *d.Children[0]
			if !cml.EqualChild(&got, &tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
