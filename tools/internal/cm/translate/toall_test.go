package translate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestOfferToAll(t *testing.T) {
	offers := func(clauses string) string { return "{" + family + "offer: [" + clauses + "] }" }
	run(t, "offers", Options{}, []section{
		{"children by name, then collections, names within", offers(`{ protocol: [ "y", "x" ], from: "parent", to: "all" }`), []string{
			"protocol{source:parent source_name:x target:child(a) target_name:x !}",
			"protocol{source:parent source_name:y target:child(a) target_name:y !}",
			"protocol{source:parent source_name:x target:child(b) target_name:x !}",
			"protocol{source:parent source_name:y target:child(b) target_name:y !}",
			"protocol{source:parent source_name:x target:collection(c) target_name:x !}",
			"protocol{source:parent source_name:y target:collection(c) target_name:y !}",
		}},
		{"after all others", offers(`{ protocol: "x", from: "parent", to: "all" }, { service: "y", from: "parent", to: "#a" }`), []string{
			"service{source:parent source_name:y target:child(a) target_name:y availability:required dependency_type:strong}",
			"protocol{source:parent source_name:x target:child(a) target_name:x !}",
			"protocol{source:parent source_name:x target:child(b) target_name:x !}",
			"protocol{source:parent source_name:x target:collection(c) target_name:x !}",
		}},
		{"not to the source", offers(`{ protocol: "x", from: "#a", to: "all" }, { protocol: "y", from: "#b/e", to: "all" }`), []string{
			"protocol{source:child(a) source_name:x target:child(b) target_name:x !}",
			"protocol{source:child(a) source_name:x target:collection(c) target_name:x !}",
			"protocol{source:child(b) source_name:y target:child(a) target_name:y dependency_type:strong availability:required source_dictionary:e}",
			"protocol{source:child(b) source_name:y target:collection(c) target_name:y dependency_type:strong availability:required source_dictionary:e}",
		}},
		{"not twice", offers(`{ protocol: "x", from: "parent", to: "all" }, { protocol: "x", from: "parent", to: [ "#b", "#c" ], availability: "optional" }`), []string{
			"protocol{source:parent source_name:x target:child(b) target_name:x dependency_type:strong availability:optional}",
			"protocol{source:parent source_name:x target:collection(c) target_name:x dependency_type:strong availability:optional}",
			"protocol{source:parent source_name:x target:child(a) target_name:x !}",
		}},
		{"another type of the same name does not count", offers(`{ dictionary: "x", from: "parent", to: "all" }, { protocol: "x", from: "parent", to: "#a" }`), []string{
			"protocol{source:parent source_name:x target:child(a) target_name:x !}",
			"dictionary{source:parent source_name:x target:child(a) target_name:x !}",
			"dictionary{source:parent source_name:x target:child(b) target_name:x !}",
			"dictionary{source:parent source_name:x target:collection(c) target_name:x !}",
		}},
		{"renamed", offers(`{ protocol: "x", from: "parent", to: "all", as: "z" }, { protocol: "x", from: "parent", to: "#a", as: "z" }`), []string{
			"protocol{source:parent source_name:x target:child(a) target_name:z !}",
			"protocol{source:parent source_name:x target:child(b) target_name:z !}",
			"protocol{source:parent source_name:x target:collection(c) target_name:z !}",
		}},
		{"missing source", offers(`{ protocol: "x", from: "#none", to: "all", source_availability: "unknown" }`), []string{
			"protocol{source:void_type source_name:x target:child(a) target_name:x dependency_type:strong availability:optional}",
			"protocol{source:void_type source_name:x target:child(b) target_name:x dependency_type:strong availability:optional}",
			"protocol{source:void_type source_name:x target:collection(c) target_name:x dependency_type:strong availability:optional}",
		}},
		{"beside a named target", offers(`{ protocol: "x", from: "parent", to: [ "#b", "all" ] }`), []string{
			"protocol{source:parent source_name:x target:child(b) target_name:x !}",
			"protocol{source:parent source_name:x target:child(a) target_name:x !}",
			"protocol{source:parent source_name:x target:collection(c) target_name:x !}",
		}},
		{"nobody to offer to", `{ offer: [ { protocol: "x", from: "parent", to: "all" } ] }`, []string{}},
	})
}

// The original tests the expansion of documents that are not canonical.
func TestOfferToAllOfTheOriginalsTests(t *testing.T) {
	const document = `{
		children: [ { name: "logger", url: "#l.cm" }, { name: "something", url: "#s.cm" } ],
		collections: [ { name: "coll", durability: "transient" } ],
		offer: `
	for _, c := range []section{
		{"to all and to one", document + `[
			{ protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" },
			{ protocol: "fuchsia.inspect.InspectSink", from: "parent", to: "all" },
			{ protocol: "fuchsia.logger.LegacyLog", from: "parent", to: "#logger" },
		] }`, []string{
			"protocol{source:parent source_name:fuchsia.logger.LegacyLog target:child(logger) target_name:fuchsia.logger.LegacyLog !}",
			"protocol{source:parent source_name:fuchsia.logger.LogSink target:child(logger) target_name:fuchsia.logger.LogSink !}",
			"protocol{source:parent source_name:fuchsia.logger.LogSink target:child(something) target_name:fuchsia.logger.LogSink !}",
			"protocol{source:parent source_name:fuchsia.logger.LogSink target:collection(coll) target_name:fuchsia.logger.LogSink !}",
			"protocol{source:parent source_name:fuchsia.inspect.InspectSink target:child(logger) target_name:fuchsia.inspect.InspectSink !}",
			"protocol{source:parent source_name:fuchsia.inspect.InspectSink target:child(something) target_name:fuchsia.inspect.InspectSink !}",
			"protocol{source:parent source_name:fuchsia.inspect.InspectSink target:collection(coll) target_name:fuchsia.inspect.InspectSink !}",
		}},
		{"from different sources under different names", `{
			children: [ { name: "logger", url: "#l.cm" } ],
			collections: [ { name: "coll", durability: "transient" } ],
			offer: [
				{ protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" },
				{ protocol: "fuchsia.logger.LogSink", from: "framework", to: "#logger", as: "LogSink2" },
			],
		}`, []string{
			"protocol{source:framework source_name:fuchsia.logger.LogSink target:child(logger) target_name:LogSink2 !}",
			"protocol{source:parent source_name:fuchsia.logger.LogSink target:child(logger) target_name:fuchsia.logger.LogSink !}",
			"protocol{source:parent source_name:fuchsia.logger.LogSink target:collection(coll) target_name:fuchsia.logger.LogSink !}",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var diags diag.List
			d := cml.Decode(diag.NewFile("test.cml", []byte(c.cml)), cml.DecodeOptions{}, &diags)
			got := lines(t, Component(d, Options{}, &diags), "offers")
			if diff := cmp.Diff(got, c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

// Two shards that both have an offer to all, one of them the child.
func TestOfferToAllOfShards(t *testing.T) {
	var diags diag.List
	decode := func(text string) *cml.Document {
		return cml.Decode(diag.NewFile("shard.cml", []byte(text)), cml.DecodeOptions{}, &diags)
	}
	const sinks = `offer: [ { protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" }, { protocol: "fuchsia.inspect.InspectSink", from: "parent", to: "all" } ]`
	d := merge.Documents([]*cml.Document{
		decode(`{}`),
		decode(`{` + sinks + `}`),
		decode(`{ children: [ { name: "foo", url: "#foo.cm" } ], ` + sinks + `}`),
	}, &diags)
	if d == nil {
		t.Fatal(diags.Err())
	}
	merge.Canonicalize(d)
	c := Component(d, Options{}, &diags)
	if diff := cmp.Diff(lines(t, c, "offers"), []string{
		"protocol{source:parent source_name:fuchsia.inspect.InspectSink target:child(foo) target_name:fuchsia.inspect.InspectSink !}",
		"protocol{source:parent source_name:fuchsia.logger.LogSink target:child(foo) target_name:fuchsia.logger.LogSink !}",
	}); diff != "" {
		t.Errorf("offers (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(lines(t, c, "children"), []string{"{name:foo url:#foo.cm startup:lazy}"}); diff != "" {
		t.Errorf("children (-got +want):\n%s", diff)
	}
}
