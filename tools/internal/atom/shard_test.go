package atom

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
)

// moreShards adds shards to a set, by base name, with their texts.
func moreShards(s *Spec, files workspace, shards ...[2]string) *Spec {
	for _, shard := range shards {
		name := "sdk/lib/" + s.Name + "/" + shard[0]
		content := Content{Dest: "pkg/" + s.Name + "/" + shard[0], File: name, Source: name}
		files[name] = shard[1]
		s.Shards = append(s.Shards, Shard{Content: content, Label: "//sdk/lib/" + s.Name + ":" + shard[0], IncludePath: s.Shards[0].IncludePath})
	}
	return s
}

func TestBuildTakesShardsThatIncludeEachOther(t *testing.T) {
	files := workspace{"sdk/lib/sys/component/client.shard.cml": `{ include: [ "sys/component/base.shard.cml", "syslog/client.shard.cml" ] }`}
	s := moreShards(shardAtom("sys/component", syslogDep), files, [2]string{"base.shard.cml", "{}"})
	result, err := Build(s, files.reader())
	if err != nil {
		t.Fatal(err)
	}
	if got := result.Atom.Files[0].Dest; got != "pkg/sys/component/base.shard.cml" {
		t.Errorf("the first file: %s", got)
	}
}

func TestBuildTakesShardsThatIncludeThoseOfAnotherIDK(t *testing.T) {
	files := workspace{"sdk/lib/speaker/client.shard.cml": `{ include: [ "syslog/client.shard.cml" ] }`}
	s := shardAtom("speaker")
	if _, err := Build(s, files.reader()); err == nil {
		t.Fatal("the include is found, though no IDK below has it")
	}
	s.Below = []string{"pkg/syslog/client.shard.cml"}
	if _, err := Build(s, files.reader()); err != nil {
		t.Error(err)
	}
}

func TestBuildRefusesShards(t *testing.T) {
	elsewhere, root := "src", "."
	tests := []struct {
		name   string
		text   string // of client.shard.cml
		change func(*Spec, workspace)
		want   string
	}{
		{
			"an include of the workspace", `{ include: [ "//sdk/lib/syslog/client.shard.cml" ] }`, nil,
			"sdk/lib/inspect/client.shard.cml:1:14: a published shard cannot include \"//sdk/lib/syslog/client.shard.cml\": outside, // is the workspace of whoever uses it (in //sdk/lib/inspect:client)\n  fix: publish sdk/lib/syslog/client.shard.cml, too, and include it without //",
		},
		{
			"an include of what is not in deps", `{ include: [ "syslog/client.shard.cml" ] }`, func(s *Spec, _ workspace) { s.Deps = nil },
			"sdk/lib/inspect/client.shard.cml:1:14: \"syslog/client.shard.cml\" is in no shard of //sdk/lib/inspect:inspect or of the atoms in its deps (in //sdk/lib/inspect:client)\n  fix: add the atom that publishes pkg/syslog/client.shard.cml to deps of //sdk/lib/inspect:inspect",
		},
		{
			"a syntax error", `{ include: [ }`, nil,
			"sdk/lib/inspect/client.shard.cml:1:14: expected a value or ']', found '}' (in //sdk/lib/inspect:client)\n  sdk/lib/inspect/client.shard.cml:1:12: the array starts here (in //sdk/lib/inspect:client)",
		},
		{
			"a field that manifests do not have", `{ included: 7 }`, nil,
			"sdk/lib/inspect/client.shard.cml:1:3: the document has no field \"included\" (in //sdk/lib/inspect:client)\n  fix: write \"include\"; the fields are include, program, children, collections, environments, capabilities, use, expose, offer, facets, config",
		},
		{
			"a shard that includes itself", `{ include: [ "inspect/client.shard.cml" ] }`, nil,
			"sdk/lib/inspect/client.shard.cml:1:14: inspect/client.shard.cml includes itself (in //sdk/lib/inspect:client)\n  fix: delete the include",
		},
		{"shards that include each other", `{ include: [ "inspect/a.shard.cml" ] }`, func(s *Spec, files workspace) {
			moreShards(s, files, [2]string{"a.shard.cml", `{ include: [ "inspect/b.shard.cml" ] }`}, [2]string{"b.shard.cml", "{\n  include: [ \"inspect/client.shard.cml\" ] }"})
		}, "sdk/lib/inspect/client.shard.cml:1:14: inspect/client.shard.cml includes itself, by way of 2 shards (in //sdk/lib/inspect:client)\n  sdk/lib/inspect/a.shard.cml:1:14: inspect/a.shard.cml includes inspect/b.shard.cml (in //sdk/lib/inspect:a.shard.cml)\n  sdk/lib/inspect/b.shard.cml:2:14: inspect/b.shard.cml includes inspect/client.shard.cml (in //sdk/lib/inspect:b.shard.cml)\n  fix: move what both need to a shard of its own"},
		{
			"no include path", "{}", func(s *Spec, _ workspace) { s.Shards[0].IncludePath = nil },
			"sdk/lib/inspect/client.shard.cml: a published shard is included as \"inspect/client.shard.cml\", and this one has no include path, so that its own workspace cannot (in //sdk/lib/inspect:client)\n  fix: set include_path on //sdk/lib/inspect:client",
		},
		{
			"an include path that gives another string", "{}", func(s *Spec, _ workspace) { s.Shards[0].IncludePath = &root },
			"sdk/lib/inspect/client.shard.cml: the shard is included as \"sdk/lib/inspect/client.shard.cml\" in its workspace and as \"inspect/client.shard.cml\" from the IDK (in //sdk/lib/inspect:client)\n  fix: set include_path = \"sdk/lib\" on //sdk/lib/inspect:client",
		},
		{
			"an include path elsewhere", "{}", func(s *Spec, _ workspace) { s.Shards[0].IncludePath = &elsewhere },
			"sdk/lib/inspect/client.shard.cml: the shard is not below its include path \"src\" (in //sdk/lib/inspect:client)\n  fix: set include_path = \"sdk/lib\" on //sdk/lib/inspect:client",
		},
		{"another directory in the IDK", "{}", func(s *Spec, _ workspace) {
			s.Shards[0].Dest, s.APIContents[0].Dest = "pkg/client.shard.cml", "pkg/client.shard.cml"
		}, "sdk/lib/inspect/client.shard.cml: the shard is included as \"inspect/client.shard.cml\" in its workspace and as \"client.shard.cml\" from the IDK (in //sdk/lib/inspect:client)\n  fix: set include_path = \"sdk/lib/inspect\" on //sdk/lib/inspect:client\nsdk/lib/inspect/client.shard.cml: the shard is to be \"pkg/client.shard.cml\" in the IDK, expected \"pkg/inspect/client.shard.cml\": the directory follows from the name of the set (in //sdk/lib/inspect:client)"},
		{"a set with another name than its directory", "{}", func(s *Spec, _ workspace) {
			s.Name, s.Shards[0].Dest, s.APIContents[0].Dest = "other", "pkg/other/client.shard.cml", "pkg/other/client.shard.cml"
		}, "sdk/lib/inspect/client.shard.cml: the shard is included as \"inspect/client.shard.cml\" in its workspace and as \"other/client.shard.cml\" from the IDK (in //sdk/lib/inspect:client)\n  fix: choose a name for the set that fits the directory, or move the file to a directory other/client.shard.cml"},
		{"another ending", "{}", func(s *Spec, _ workspace) {
			s.Shards[0].Dest, s.Shards[0].Source, s.APIContents[0].Dest = "pkg/inspect/client.cmx", "sdk/lib/inspect/client.cmx", "pkg/inspect/client.cmx"
		}, "sdk/lib/inspect/client.cmx: sdk/lib/inspect/client.cmx is no shard: expected a name ending in .cml (in //sdk/lib/inspect:client)"},
		{"two of one name", "{}", func(s *Spec, files workspace) {
			moreShards(s, files, [2]string{"client.shard.cml", "{}"})
		}, "//sdk/lib/inspect:inspect: sdk/lib/inspect/client.shard.cml and sdk/lib/inspect/client.shard.cml cannot both be in the IDK: \"pkg/inspect/client.shard.cml\" is there twice"},
		{
			"a file that is no shard", "{}", func(s *Spec, _ workspace) { s.Files = []File{{"pkg/inspect/README.md", "sdk/lib/inspect/README.md"}} },
			"//sdk/lib/inspect:inspect: the file sdk/lib/inspect/README.md of a component_manifest is no shard: expected a name ending in .cml",
		},
		{
			"shards of another kind", "{}", func(s *Spec, _ workspace) { s.DataKind = element.Config },
			"//sdk/lib/inspect:inspect: a config cannot have shards; only a component_manifest can",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := workspace{"sdk/lib/inspect/client.shard.cml": tt.text}
			s := shardAtom("inspect", syslogDep)
			if tt.change != nil {
				tt.change(s, files)
			}
			_, err := Build(s, files.reader())
			checkError(t, err, tt.want)
		})
	}
}
