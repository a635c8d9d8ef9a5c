package translate

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func TestConfig(t *testing.T) {
	run(t, "config", Options{ConfigPackagePath: "meta/x.cvf"}, []section{
		{"absent", `{}`, nil},
		{"declared and routed capabilities need none", `{
			capabilities: [ { config: "x", type: "bool", value: true } ], expose: [ { config: "x", from: "self" } ],
		}`, nil},
		{"section, sorted", `{ config: {
			b: { type: "vector", max_count: 3, element: { type: "string", max_size: 7 } },
			a: { type: "string", max_size: 4294967295, mutability: [ "parent" ] },
		} }`, []string{"{fields:[" +
			"{key:a type:{layout:string parameters:[] constraints:[{max_size:4294967295}]} mutability:[parent]} " +
			"{key:b type:{layout:vector parameters:[{nested_type:{layout:string parameters:[] constraints:[{max_size:7}]}}] constraints:[{max_size:3}]} mutability:[]}] " +
			"checksum:{sha256:…} value_source:{package_path:meta/x.cvf}}"}},
		{"use", `{ use: [ { config: "x", key: "k", type: "bool" } ] }`, []string{
			"{fields:[{key:k type:{layout:bool parameters:[] constraints:[]} mutability:[]}] checksum:{sha256:…} value_source:{capabilities:{}}}",
		}},
		{"section and uses; the section decides", `{
			config: { k: { type: "bool", mutability: [ "parent" ] } },
			use: [ { config: "x", key: "k", type: "bool" }, { config: "y", key: "a", type: "int64" } ],
		}`, []string{"{fields:[{key:a type:{layout:int64 parameters:[] constraints:[]} mutability:[]} " +
			"{key:k type:{layout:bool parameters:[] constraints:[]} mutability:[parent]}] " +
			"checksum:{sha256:…} value_source:{package_path:meta/x.cvf}}"}},
	})
}

// TestChecksums computes checksums that the original's tests and goldens have.
func TestChecksums(t *testing.T) {
	const eight = `test1: { type: "string", max_size: 50 },
		test2: { type: "vector", max_count: 100, element: { type: "string", max_size: 50 } },
		test3: { type: "bool" }, test4: { type: "uint8" }, test5: { type: "int8" },
		test6: { type: "uint64" }, test7: { type: "int64" },
		test8: { type: "vector", max_count: 100, element: { type: "uint16" } },`
	var all strings.Builder
	all.WriteString(`my_flag: { type: "bool" }, my_string: { type: "string", max_size: 100 },
		my_vector_of_flag: { type: "vector", max_count: 100, element: { type: "bool" } },
		my_vector_of_string: { type: "vector", max_count: 100, element: { type: "string", max_size: 100 } },`)
	for _, n := range []string{"uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"} {
		all.WriteString("my_" + n + `: { type: "` + n + `" }, my_vector_of_` + n + `: { type: "vector", max_count: 100, element: { type: "` + n + `" } },`)
	}
	for _, c := range []struct{ name, fields, want string }{
		{"one flag", `enable_logging: { type: "bool" }`, "64499e75f3376988743b3816cd14709f3d4ad3e2249a1a3480b49eb96357d6ed"},
		{"eight fields", eight, "7b11bde87707fcec93374e8ad1e8f1e15b9b26c57e0a47649d2772c3be845341"},
		{
			"nine fields", eight + `test_mutable_by_parent: { type: "bool", mutability: [ "parent" ] }`,
			"fcea732ca5ded26d43e71497962dbf24f532488c0ebc18c050a1261255976373",
		},
		{"all types", all.String(), "cd57b2a289bbb611cf8150ec06c5064c7cae790faa730b6fa102c3537b94ee1a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := mustCompile(t, "{ config: {"+c.fields+"} }", Options{ConfigPackagePath: "meta/x.cvf"}).Config
			sum := config.Checksum.(cm.SHA256)
			if diff := cmp.Diff(hex.EncodeToString(sum[:]), c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}
