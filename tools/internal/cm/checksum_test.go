package cm_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func field(key string, typ *cm.ConfigType) cm.ConfigField {
	return cm.ConfigField{Key: &key, Type: typ}
}

func plain(key string, layout cm.ConfigTypeLayout) cm.ConfigField {
	return field(key, plainType(layout))
}

func stringType(size cm.MaxSize) *cm.ConfigType {
	return &cm.ConfigType{Layout: cm.LayoutString, Constraints: []cm.LayoutConstraint{size}}
}

func vectorType(count cm.MaxSize, element *cm.ConfigType) *cm.ConfigType {
	return &cm.ConfigType{
		Layout:      cm.LayoutVector,
		Parameters:  []cm.LayoutParameter{cm.NestedType(*element)},
		Constraints: []cm.LayoutConstraint{count},
	}
}

// The digests are those of the tests of cm_rust, cmc and configc.
func TestConfigChecksum(t *testing.T) {
	cmc2022 := []cm.ConfigField{
		field("test1", stringType(50)),
		field("test2", vectorType(100, stringType(50))),
		plain("test3", cm.LayoutBool),
		plain("test4", cm.LayoutUint8),
		plain("test5", cm.LayoutInt8),
		plain("test6", cm.LayoutUint64),
		plain("test7", cm.LayoutInt64),
		field("test8", vectorType(100, plainType(cm.LayoutUint16))),
	}
	mutable := plain("test_mutable_by_parent", cm.LayoutBool)
	mutable.Mutability = cm.Ptr(cm.MutableByParent)

	configc := []cm.ConfigField{
		plain("my_flag", cm.LayoutBool),
		field("my_string", stringType(100)),
		field("my_vector_of_flag", vectorType(100, plainType(cm.LayoutBool))),
		field("my_vector_of_string", vectorType(100, stringType(100))),
	}
	for name, layout := range map[string]cm.ConfigTypeLayout{
		"uint8": cm.LayoutUint8, "uint16": cm.LayoutUint16, "uint32": cm.LayoutUint32, "uint64": cm.LayoutUint64,
		"int8": cm.LayoutInt8, "int16": cm.LayoutInt16, "int32": cm.LayoutInt32, "int64": cm.LayoutInt64,
	} {
		configc = append(configc, plain("my_"+name, layout), field("my_vector_of_"+name, vectorType(100, plainType(layout))))
	}

	for name, c := range map[string]struct {
		fields []cm.ConfigField
		want   string
	}{
		"one field":      {[]cm.ConfigField{plain("enable_logging", cm.LayoutBool)}, "64499e75f3376988743b3816cd14709f3d4ad3e2249a1a3480b49eb96357d6ed"},
		"eight fields":   {cmc2022, "7b11bde87707fcec93374e8ad1e8f1e15b9b26c57e0a47649d2772c3be845341"},
		"mutable field":  {append(slices.Clone(cmc2022), mutable), "fcea732ca5ded26d43e71497962dbf24f532488c0ebc18c050a1261255976373"},
		"all types":      {configc, "cd57b2a289bbb611cf8150ec06c5064c7cae790faa730b6fa102c3537b94ee1a"},
		"any order":      {[]cm.ConfigField{cmc2022[7], cmc2022[2], cmc2022[0], cmc2022[1], cmc2022[6], cmc2022[5], cmc2022[4], cmc2022[3]}, "7b11bde87707fcec93374e8ad1e8f1e15b9b26c57e0a47649d2772c3be845341"},
		"without fields": {nil, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	} {
		t.Run(name, func(t *testing.T) {
			sum, err := cm.ConfigChecksum(c.fields)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%x", sum); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestConfigChecksumRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		field cm.ConfigField
		want  string
	}{
		"no key":             {cm.ConfigField{Type: plainType(cm.LayoutBool)}, "fields[0] has no key or no type"},
		"no type":            {cm.ConfigField{Key: cm.Ptr("a")}, "fields[0] has no key or no type"},
		"unknown layout":     {plain("a", 12), `field "a": the layout 12 is unknown`},
		"string, no bound":   {plain("a", cm.LayoutString), `field "a": a string or vector needs exactly one bound, has 0`},
		"vector, no element": {field("a", &cm.ConfigType{Layout: cm.LayoutVector, Constraints: []cm.LayoutConstraint{cm.MaxSize(1)}}), `field "a": a vector needs exactly one element type, has 0`},
		"vector of vectors":  {field("a", vectorType(1, vectorType(1, plainType(cm.LayoutBool)))), `field "a": a vector cannot have vectors as elements`},
		"bad element":        {field("a", vectorType(1, plainType(cm.LayoutString))), `field "a": a string or vector needs exactly one bound, has 0`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := cm.ConfigChecksum([]cm.ConfigField{c.field})
			if err == nil || err.Error() != c.want {
				t.Errorf("got error %v, want %s", err, c.want)
			}
		})
	}
}
