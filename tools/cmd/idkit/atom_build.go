package main

import (
	"context"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

func atomBuildCommand() *cli.Command {
	return &cli.Command{
		Name:  "build",
		Short: "Checks one atom and describes it in a file, for others to work with.",
		Example: `idkit atom build --label @@//sdk/lib/syslog:syslog --id sdk://component_manifest/syslog --type data \
  --data-type component_manifest --category partner --name syslog --meta-dest pkg/syslog/syslog.json \
  --shard '{"dest": "pkg/syslog/client.shard.cml", "file": "sdk/lib/syslog/client.shard.cml", "path": "sdk/lib/syslog/client.shard.cml", "include_path": "sdk/lib", "label": "@@//sdk/lib/syslog:client"}' \
  --api-exempt "an example" --output syslog.atom.json`,
		Run:   atomBuild,
		Brief: true,
	}
}

// atomBuild is the action AtomBuild. What the atom says about others is written
// to a file of findings; only what is wrong with the atom itself fails.
func atomBuild(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	var flags atomFlags
	flags.define(f)
	output := f.String("output", "", "the `file` to write that describes the atom")
	apiOutput := f.String("api-output", "", "the `file` to write that the API golden should equal")
	findingsOutput := f.String("findings", "", "the `file` to write findings about dependencies and areas to; they fail the verb if left out")
	f.Require("label", "id", "type", "category", "meta-dest", "output")
	rest, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return cli.Usagef("unexpected argument %q", rest[0])
	}
	if err := s.check(); err != nil {
		return err
	}
	if (flags.spec.API == "") != (*apiOutput == "") {
		return cli.Usagef("--api and --api-output go together")
	}

	spec, err := flags.parse(env)
	if err != nil {
		return err
	}
	result, err := atom.Build(spec, atom.Reader{ReadFile: env.ReadFile, Decode: s.decode})
	if err != nil {
		return err
	}
	if s.strict {
		result.Concerns.Promote()
	}
	if *findingsOutput == "" {
		if err := env.Report(result.Concerns); err != nil {
			return err
		}
	} else if err := writeFindings(env, *findingsOutput, result.Concerns); err != nil {
		return err
	}
	if *apiOutput != "" {
		if err := env.WriteFile(*apiOutput, result.API.Marshal()); err != nil {
			return err
		}
	}
	text, err := result.Atom.Marshal()
	if err != nil {
		return err
	}
	return env.WriteFile(*output, text)
}

// writeFindings writes findings for FindingsShow.
func writeFindings(env *cli.Env, name string, list *diag.List) error {
	text, err := findings.Write(list)
	if err != nil {
		return err
	}
	return env.WriteFile(name, text)
}

// atomFlags are the flags that declare an atom.
type atomFlags struct {
	spec                            atom.Spec
	dataType, meta, metaFile, areas string
	files, shards, deps, contents   []string
}

func (a *atomFlags) define(f *cli.Flags) {
	f.StringVar(&a.spec.Label, "label", "", "the `label` of the atom")
	f.StringVar(&a.spec.ID, "id", "", "the `id`, sdk://PATH")
	f.StringVar(&a.spec.Type, "type", "", "the `type`: data, fidl_library, …")
	f.StringVar(&a.dataType, "data-type", "", "the `kind` of an atom of type data: component_manifest, config or license")
	f.StringVar(&a.spec.Category, "category", "", "the `category`: internal, compat_test, host_tool, prebuilt, partner or public")
	f.StringVar(&a.spec.Name, "name", "", "the `name` of the element")
	f.StringVar(&a.spec.MetaDest, "meta-dest", "", "the `path` of the element file in the IDK")
	f.StringVar(&a.meta, "meta", "", "the element file, as `JSON`; it is made from the files if left out")
	f.StringVar(&a.metaFile, "meta-file", "", "the `file` that holds the element file, instead of --meta")
	f.BoolVar(&a.spec.Unstable, "unstable", false, "promise no compatibility")
	f.StringVar(&a.spec.Area, "area", "", "the `area` that owns the atom")
	f.StringVar(&a.areas, "areas", "", "the `file` that lists all areas; any area will do if left out")
	f.StringsVar(&a.files, "file", "a file, `described` as JSON with dest and path; any number")
	f.StringsVar(&a.shards, "shard", "a manifest that others may include, `described` as JSON with dest, file, path, include_path and label; any number")
	f.StringsVar(&a.deps, "dep", "an atom that this one depends on, `described` as JSON with label, id, type, category, name and shards; any number")
	f.StringsVar(&a.spec.Below, "below", "the `path` of a shard in another IDK that users of this one have as well; any number")
	f.StringVar(&a.spec.API, "api", "", "the `path` of the API golden in the workspace")
	f.StringVar(&a.spec.APIExempt, "api-exempt", "", "the `reason` to have no API golden")
	f.StringsVar(&a.contents, "api-content", "a file that makes up the API, `described` as JSON with dest, file and path; any number")
}

// parse reads all descriptions, and the files that are small.
func (a *atomFlags) parse(env *cli.Env) (*atom.Spec, error) {
	s := &a.spec
	s.Label = include.DisplayLabel(s.Label)
	s.DataKind = element.Kind(a.dataType)
	switch {
	case a.meta != "" && a.metaFile != "":
		return nil, cli.Usagef("--meta and --meta-file cannot both be given")
	case a.meta != "":
		s.Meta = diag.NewFile("meta of "+s.Label, []byte(a.meta))
	case a.metaFile != "":
		text, err := env.ReadFile(a.metaFile)
		if err != nil {
			return nil, err
		}
		s.Meta = diag.NewFile(a.metaFile, text)
	}
	var err error
	if s.Areas, err = readAreas(env, a.areas); err != nil {
		return nil, err
	}
	for _, text := range a.files {
		var d struct{ Dest, Path string }
		if err := parseDescription("file", text, &d); err != nil {
			return nil, err
		}
		s.Files = append(s.Files, atom.File{Dest: d.Dest, Source: inRepository(d.Path)})
	}
	for _, text := range a.contents {
		var d struct{ Dest, File, Path string }
		if err := parseDescription("content", text, &d); err != nil {
			return nil, err
		}
		s.APIContents = append(s.APIContents, atom.Content{Dest: d.Dest, File: d.File, Source: inRepository(d.Path)})
	}
	if err := a.parseShards(); err != nil {
		return nil, err
	}
	return s, a.parseDeps()
}

func (a *atomFlags) parseShards() error {
	for _, text := range a.shards {
		var d struct {
			Dest, File, Path, Label string
			IncludePath             *string `json:"include_path"`
		}
		if err := parseDescription("shard", text, &d); err != nil {
			return err
		}
		a.spec.Shards = append(a.spec.Shards, atom.Shard{
			Content:     atom.Content{Dest: d.Dest, File: d.File, Source: inRepository(d.Path)},
			Label:       include.DisplayLabel(d.Label),
			IncludePath: d.IncludePath,
		})
	}
	return nil
}

func (a *atomFlags) parseDeps() error {
	for _, text := range a.deps {
		var d struct {
			Label, ID, Type, Category, Name string
			Shards                          []string
		}
		if err := parseDescription("dependency", text, &d); err != nil {
			return err
		}
		category, err := atom.ParseCategory(d.Category)
		if err != nil {
			return cli.Usagef("dependency %s: %v", include.DisplayLabel(d.Label), err)
		}
		kind := element.Kind(d.Type)
		switch {
		case !slices.Contains(element.PartTypes(), d.Type):
			return cli.Usagef("dependency %s: the type %q is not known", include.DisplayLabel(d.Label), d.Type)
		case d.Type == element.Data && len(d.Shards) > 0:
			kind = element.ComponentManifest
		case d.Type == element.Data:
			kind = element.Config
		}
		a.spec.Deps = append(a.spec.Deps, atom.Dep{
			Node: atom.Node{Label: include.DisplayLabel(d.Label), ID: d.ID, Kind: kind, Category: category},
			Name: d.Name, Shards: d.Shards,
		})
	}
	return nil
}

// inRepository returns a path without the repository that it may start with:
// "../NAME/".
func inRepository(path string) string {
	if external, ok := strings.CutPrefix(path, "../"); ok {
		_, path, _ = strings.Cut(external, "/")
	}
	return path
}

// readAreas reads the list of areas, if there is one.
func readAreas(env *cli.Env, name string) (atom.Areas, error) {
	if name == "" {
		return nil, nil
	}
	text, err := env.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return atom.ParseAreas(diag.NewFile(name, text))
}
