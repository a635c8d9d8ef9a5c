package cm_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

// required and strong are what most routes have.
func required() *cm.Availability { return cm.Ptr(cm.AvailabilityRequired) }
func strong() *cm.DependencyType { return cm.Ptr(cm.DependencyStrong) }

const readRights = cm.Connect | cm.ReadBytes | cm.GetAttributes | cm.Enumerate | cm.Traverse

func hello() *cm.Component {
	return &cm.Component{
		Program: &cm.Program{
			Runner: cm.Ptr("elf"),
			Info:   &cm.Data{Entries: []cm.DataEntry{{Key: "binary", Value: cm.DataStr("bin/hello")}}},
		},
		Uses: []cm.Use{
			&cm.UseProtocol{
				Source:         cm.ParentRef{},
				SourceName:     cm.Ptr("fuchsia.logger.LogSink"),
				TargetPath:     cm.Ptr("/svc/fuchsia.logger.LogSink"),
				DependencyType: strong(),
				Availability:   required(),
			},
		},
	}
}

func helloWithDebugInfo() *cm.Component {
	c := hello()
	c.DebugInfo = &cm.DebugInfo{ManifestSources: []string{"meta/hello.cml"}}
	return c
}

func routing() *cm.Component {
	directory := func(target cm.Ref) cm.Offer {
		return &cm.OfferDirectory{
			Source:         cm.ParentRef{},
			SourceName:     cm.Ptr("data"),
			Target:         target,
			TargetName:     cm.Ptr("netdata"),
			Rights:         cm.Ptr(readRights),
			Subdir:         cm.Ptr("net"),
			DependencyType: strong(),
			Availability:   required(),
		}
	}
	logSink := func(target cm.Ref) cm.Offer {
		return &cm.OfferProtocol{
			Source:         cm.ParentRef{},
			SourceName:     cm.Ptr("fuchsia.logger.LogSink"),
			Target:         target,
			TargetName:     cm.Ptr("fuchsia.logger.LogSink"),
			DependencyType: strong(),
			Availability:   required(),
		}
	}
	logger, netstack, coll := cm.ChildRef{Name: "logger"}, cm.ChildRef{Name: "netstack"}, cm.CollectionRef{Name: "coll"}
	return &cm.Component{
		Offers: []cm.Offer{directory(netstack), directory(coll), logSink(logger), logSink(netstack), logSink(coll)},
		Children: []cm.Child{
			{
				Name:        cm.Ptr("logger"),
				URL:         cm.Ptr("fuchsia-pkg://fuchsia.com/logger#meta/logger.cm"),
				Startup:     cm.Ptr(cm.StartupLazy),
				Environment: cm.Ptr("env"),
			},
			{
				Name:    cm.Ptr("netstack"),
				URL:     cm.Ptr("#meta/netstack.cm"),
				Startup: cm.Ptr(cm.StartupEager),
			},
		},
		Collections: []cm.Collection{{
			Name:              cm.Ptr("coll"),
			Durability:        cm.Ptr(cm.DurabilitySingleRun),
			AllowedOffers:     cm.Ptr(cm.StaticAndDynamic),
			PersistentStorage: cm.Ptr(true),
		}},
		Environments: []cm.Environment{{
			Name:      cm.Ptr("env"),
			Extends:   cm.Ptr(cm.ExtendsRealm),
			Runners:   []cm.RunnerRegistration{{SourceName: cm.Ptr("dart"), Source: cm.ParentRef{}, TargetName: cm.Ptr("dart")}},
			Resolvers: []cm.ResolverRegistration{{Resolver: cm.Ptr("pkg"), Source: cm.ParentRef{}, Scheme: cm.Ptr("fuchsia-pkg")}},
			DebugCapabilities: []cm.DebugRegistration{&cm.DebugProtocolRegistration{
				Source:     cm.ParentRef{},
				SourceName: cm.Ptr("fuchsia.debug.Foo"),
				TargetName: cm.Ptr("fuchsia.debug.Foo"),
			}},
			StopTimeoutMS: cm.Ptr[uint32](5000),
		}},
	}
}

func capabilities() *cm.Component {
	expose := func(name string) cm.Expose {
		return &cm.ExposeProtocol{
			Source:       cm.SelfRef{},
			SourceName:   &name,
			Target:       cm.ParentRef{},
			TargetName:   &name,
			Availability: required(),
		}
	}
	protocol := func(name string) cm.Capability {
		return &cm.Protocol{Name: &name, SourcePath: cm.Ptr("/svc/" + name)}
	}
	return &cm.Component{
		Program: &cm.Program{
			Runner: cm.Ptr("elf"),
			Info: &cm.Data{Entries: []cm.DataEntry{
				{Key: "args", Value: cm.DataStrVec{"-v", "--x"}},
				{Key: "binary", Value: cm.DataStr("bin/srv")},
				{Key: "environ", Value: cm.DataStrVec{}},
				{Key: "lifecycle.stop_event", Value: cm.DataStr("notify")},
				{Key: "note"},
			}},
		},
		Uses: []cm.Use{
			&cm.UseDirectory{
				Source:         cm.ParentRef{},
				SourceName:     cm.Ptr("cfg"),
				TargetPath:     cm.Ptr("/config/data"),
				Rights:         cm.Ptr(readRights),
				DependencyType: strong(),
				Availability:   required(),
			},
			&cm.UseEventStream{
				SourceName:   cm.Ptr("capability_requested"),
				Source:       cm.ParentRef{},
				TargetPath:   cm.Ptr("/svc/fuchsia.component.EventStream"),
				Availability: required(),
				Filter:       &cm.Data{Entries: []cm.DataEntry{{Key: "name", Value: cm.DataStr("fuchsia.a.A")}}},
			},
			&cm.UseStorage{SourceName: cm.Ptr("tmp"), TargetPath: cm.Ptr("/tmp"), Availability: required()},
		},
		Exposes: []cm.Expose{
			&cm.ExposeDictionary{
				Source:       cm.SelfRef{},
				SourceName:   cm.Ptr("bundle"),
				Target:       cm.ParentRef{},
				TargetName:   cm.Ptr("bundle"),
				Availability: required(),
			},
			&cm.ExposeDirectory{
				Source:       cm.SelfRef{},
				SourceName:   cm.Ptr("data"),
				Target:       cm.ParentRef{},
				TargetName:   cm.Ptr("d2"),
				Rights:       cm.Ptr(readRights),
				Availability: required(),
			},
			expose("fuchsia.a.A"),
			expose("fuchsia.b.B"),
		},
		Capabilities: []cm.Capability{
			&cm.Configuration{Name: cm.Ptr("fuchsia.x.Flag"), Value: cm.Single{Value: cm.Bool(true)}},
			&cm.Dictionary{Name: cm.Ptr("bundle")},
			&cm.Directory{
				Name:       cm.Ptr("data"),
				SourcePath: cm.Ptr("/data"),
				Rights:     cm.Ptr(readRights | cm.WriteBytes | cm.UpdateAttributes | cm.ModifyDirectory),
			},
			protocol("fuchsia.a.A"),
			protocol("fuchsia.b.B"),
			&cm.Storage{
				Name:       cm.Ptr("cache"),
				Source:     cm.SelfRef{},
				BackingDir: cm.Ptr("data"),
				StorageID:  cm.Ptr(cm.StaticInstanceIDOrMoniker),
			},
		},
	}
}

func config(t *testing.T) *cm.Component {
	fields := []cm.ConfigField{
		{
			Key: cm.Ptr("a_name"),
			Type: &cm.ConfigType{
				Layout:      cm.LayoutString,
				Parameters:  []cm.LayoutParameter{},
				Constraints: []cm.LayoutConstraint{cm.MaxSize(16)},
			},
			Mutability: cm.Ptr[cm.ConfigMutability](0),
		},
		{
			Key:        cm.Ptr("b_flag"),
			Type:       plainType(cm.LayoutBool),
			Mutability: cm.Ptr(cm.MutableByParent),
		},
		{
			Key: cm.Ptr("c_list"),
			Type: &cm.ConfigType{
				Layout:      cm.LayoutVector,
				Parameters:  []cm.LayoutParameter{cm.NestedType(*plainType(cm.LayoutUint8))},
				Constraints: []cm.LayoutConstraint{cm.MaxSize(4)},
			},
			Mutability: cm.Ptr[cm.ConfigMutability](0),
		},
	}
	return &cm.Component{Config: &cm.ConfigSchema{
		Fields:      fields,
		Checksum:    checksum(t, fields),
		ValueSource: cm.ConfigPackagePath("meta/cfg.cvf"),
	}}
}

func configUse(t *testing.T) *cm.Component {
	fields := []cm.ConfigField{{
		Key:        cm.Ptr("timeout"),
		Type:       plainType(cm.LayoutUint64),
		Mutability: cm.Ptr[cm.ConfigMutability](0),
	}}
	return &cm.Component{
		Uses: []cm.Use{&cm.UseConfiguration{
			Source:       cm.ParentRef{},
			SourceName:   cm.Ptr("fuchsia.x.Timeout"),
			TargetName:   cm.Ptr("timeout"),
			Availability: cm.Ptr(cm.AvailabilityOptional),
			Type:         plainType(cm.LayoutUint64),
			Default:      cm.Single{Value: cm.Uint64(10)},
		}},
		Config: &cm.ConfigSchema{
			Fields:      fields,
			Checksum:    checksum(t, fields),
			ValueSource: cm.ConfigSourceCapabilities{},
		},
	}
}

func facets() *cm.Component {
	return &cm.Component{
		Uses: []cm.Use{},
		Facets: &cm.Data{Entries: []cm.DataEntry{
			{Key: "list", Value: cm.DataObjVec{
				{Entries: []cm.DataEntry{{Key: "a.b", Value: cm.DataStr("1")}}},
				{Entries: []cm.DataEntry{}},
			}},
			{Key: "x", Value: cm.DataStr("y")},
		}},
	}
}

func plainType(layout cm.ConfigTypeLayout) *cm.ConfigType {
	return &cm.ConfigType{Layout: layout, Parameters: []cm.LayoutParameter{}, Constraints: []cm.LayoutConstraint{}}
}

func checksum(t *testing.T, fields []cm.ConfigField) cm.SHA256 {
	t.Helper()
	sum, err := cm.ConfigChecksum(fields)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestVectors(t *testing.T) {
	values := map[string]*cm.Component{
		"empty":            {},
		"hello":            hello(),
		"hello_debug_info": helloWithDebugInfo(),
		"routing":          routing(),
		"capabilities":     capabilities(),
		"config":           config(t),
		"config_use":       configUse(t),
		"facets":           facets(),
	}
	for _, name := range vectorNames(t) {
		t.Run(name, func(t *testing.T) {
			c := values[name]
			if c == nil {
				t.Fatal("the vector has no value in this test")
			}
			file := vector(t, name)
			encoded, err := cm.Encode(c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(dump(file), dump(encoded)); diff != "" {
				t.Errorf("encoded (-want +got):\n%s", diff)
			}
			decoded, unknown, err := cm.Inspect(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c, decoded); diff != "" || len(unknown) > 0 {
				t.Errorf("decoded with unknown %v (-want +got):\n%s", unknown, diff)
			}
		})
	}
}

func TestVectorsHaveTheirDigests(t *testing.T) {
	for _, name := range vectorNames(t) {
		text, err := os.ReadFile(filepath.Join("testdata", "vectors", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var options struct {
			Generation cm.Generation
			SHA256     string
		}
		if err := json.Unmarshal(text, &options); err != nil {
			t.Fatalf("%s.json: %v", name, err)
		}
		file := vector(t, name)
		if got, want := fmt.Sprintf("%x", sha256.Sum256(file)), options.SHA256; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
		c, err := cm.Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.DebugInfo != nil, options.Generation.HasDebugInfo(); got != want {
			t.Errorf("%s: generation %s, has debug info: got %v, want %v", name, options.Generation, got, want)
		}
	}
}

// vector reads the bytes of a case of testdata/vectors.
func vector(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "vectors", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatalf("%s.hex: %v", name, err)
	}
	return b
}

// vectorNames lists the cases of testdata/vectors.
func vectorNames(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "vectors", "*.hex"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".hex"))
	}
	return names
}

// dump prints bytes so that a difference between two files can be found.
func dump(b []byte) []string { return strings.Split(hex.Dump(b), "\n") }
