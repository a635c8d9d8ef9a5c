package cm_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/fidl"
)

func TestVectorsComeBackFromJSON(t *testing.T) {
	for _, name := range vectorNames(t) {
		t.Run(name, func(t *testing.T) {
			want := vector(t, name)
			c, err := cm.Decode(want)
			if err != nil {
				t.Fatal(err)
			}
			var text bytes.Buffer
			if err := cm.Print(&text, c); err != nil {
				t.Fatal(err)
			}
			parsed, err := cm.Parse(text.Bytes())
			if err != nil {
				t.Fatalf("%v\n%s", err, text.String())
			}
			got, err := cm.Encode(parsed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(dump(want), dump(got)); diff != "" {
				t.Errorf("Encode(Parse(Print(Decode(x)))) (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrint(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "hello.json"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := cm.Print(&text, helloWithDebugInfo()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPrintReportsTheWriter(t *testing.T) {
	r, w := io.Pipe()
	r.CloseWithError(errors.New("no space left"))
	if err := cm.Print(w, hello()); err == nil || err.Error() != "no space left" {
		t.Errorf("got error %v", err)
	}
}

func TestAbsentAndEmptyDiffer(t *testing.T) {
	for _, c := range []*cm.Component{
		{},
		{Uses: []cm.Use{}},
		{Program: &cm.Program{}},
		{Program: &cm.Program{Info: &cm.Data{}}},
		{Program: &cm.Program{Info: &cm.Data{Entries: []cm.DataEntry{}}}},
		{Program: &cm.Program{Runner: cm.Ptr("")}},
	} {
		file, err := cm.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := cm.Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("decoded (-want +got):\n%s", diff)
		}
		var text bytes.Buffer
		if err := cm.Print(&text, c); err != nil {
			t.Fatal(err)
		}
		got, err = cm.Parse(text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("parsed (-want +got):\n%s", diff)
		}
	}
}

// facet is a declaration with one facet.
func facet(key string, value cm.DataValue) *cm.Component {
	return &cm.Component{Facets: &cm.Data{Entries: []cm.DataEntry{{Key: key, Value: value}}}}
}

func TestDataWithinItsBoundsIsEncoded(t *testing.T) {
	for _, c := range []*cm.Component{
		{Facets: &cm.Data{Entries: make([]cm.DataEntry, 1024)}},
		facet(strings.Repeat("k", 1024), nil),
		facet("k", cm.DataStr(strings.Repeat("v", 32768))),
		facet("k", cm.DataStrVec(make([]string, 1024))),
		facet("k", cm.DataStrVec{strings.Repeat("v", 32768)}),
		facet("k", cm.DataObjVec(make([]cm.Data, 1024))),
		// Names and paths have no bounds here.
		{Children: []cm.Child{{Name: cm.Ptr(strings.Repeat("n", 5000)), URL: cm.Ptr(strings.Repeat("u", 5000))}}},
	} {
		file, err := cm.Encode(c)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := cm.Decode(file); err != nil {
			t.Error(err)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		value *cm.Component
		want  string
	}{
		"nothing": {
			nil,
			"there is no value to encode",
		},
		"too many entries": {
			&cm.Component{Facets: &cm.Data{Entries: make([]cm.DataEntry, 1025)}},
			"facets.entries: a vector of 1025 elements; at most 1024 are allowed",
		},
		"key too long": {
			facet(strings.Repeat("k", 1025), nil),
			"facets.entries[0].key: a string of 1025 bytes; at most 1024 are allowed",
		},
		"value too long": {
			facet("k", cm.DataStr(strings.Repeat("v", 32769))),
			"facets.entries[0].value.str: a string of 32769 bytes; at most 32768 are allowed",
		},
		"too many values": {
			facet("k", cm.DataStrVec(make([]string, 1025))),
			"facets.entries[0].value.str_vec: a vector of 1025 elements; at most 1024 are allowed",
		},
		"value of a list too long": {
			facet("k", cm.DataStrVec{"", strings.Repeat("v", 32769)}),
			"facets.entries[0].value.str_vec[1]: a string of 32769 bytes; at most 32768 are allowed",
		},
		"too many objects": {
			facet("k", cm.DataObjVec(make([]cm.Data, 1025))),
			"facets.entries[0].value.obj_vec: a vector of 1025 elements; at most 1024 are allowed",
		},
		"nested too deeply": {
			facet("k", nestedData(10)),
			"facets" + strings.Repeat(".entries[0].value.obj_vec[0]", 6) + ": nested more than 32 levels deep",
		},
		"no text": {
			&cm.Component{Offers: []cm.Offer{&cm.OfferRunner{}, &cm.OfferRunner{SourceName: cm.Ptr("\xff")}}},
			"offers[1].runner.source_name: the string is not valid UTF-8",
		},
		"nil use": {
			&cm.Component{Uses: []cm.Use{nil}},
			"uses[0]: the union Use has no value",
		},
		"nil pointer": {
			&cm.Component{Uses: []cm.Use{(*cm.UseProtocol)(nil)}},
			"uses[0]: the union Use holds a nil pointer",
		},
		"pointer to a reference": {
			&cm.Component{Uses: []cm.Use{&cm.UseRunner{Source: &cm.ParentRef{}}}},
			"uses[0].runner.source: *cm.ParentRef is no variant of Ref",
		},
		"removed durability": {
			&cm.Component{Collections: []cm.Collection{{Durability: cm.Ptr(cm.Durability(1))}}},
			"collections[0].durability: 1 is no Durability",
		},
		"config value without value": {
			&cm.Component{Capabilities: []cm.Capability{&cm.Configuration{Value: cm.Single{}}}},
			"capabilities[0].config.value.single: the union ConfigSingleValue has no value",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := cm.Encode(c.value)
			var encode *fidl.EncodeError
			if !errors.As(err, &encode) {
				t.Fatalf("got error %v, want an EncodeError", err)
			}
			if diff := cmp.Diff(c.want, encode.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// nestedData nests dictionaries; each is five levels of the format.
func nestedData(depth int) cm.DataValue {
	var v cm.DataValue = cm.DataStr("v")
	for range depth {
		v = cm.DataObjVec{{Entries: []cm.DataEntry{{Key: "k", Value: v}}}}
	}
	return v
}

func TestDeepestData(t *testing.T) {
	// Component, facets, its members, entries: 5 levels; then 5 for each dictionary and 2 for the string.
	if _, err := cm.Encode(facet("k", nestedData(5))); err != nil {
		t.Errorf("32 levels: %v", err)
	}
	if _, err := cm.Encode(facet("k", nestedData(6))); err == nil {
		t.Error("37 levels: no error")
	}
}

func TestDecodeNamesTheMember(t *testing.T) {
	good, err := cm.Encode(hello())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		offset int
		value  byte
		want   string
	}{
		"header":      {1, 2, "offset 0x001: the header has 0x02 as magic number, want 0x01"},
		"enum":        {0x118, 3, "offset 0x118: uses[0].protocol.dependency_type: 3 is no DependencyType"},
		"union":       {0xe0, 99, "offset 0x0e0: uses[0]: Use has no variant 99; the data may come from a newer release"},
		"empty value": {0x130, 1, "offset 0x130: uses[0].protocol.source.parent: a padding byte is 0x01, want 0"},
		"size":        {0xe8, 0xa8, "offset 0x0e8: uses[0].protocol: the envelope announces 168 bytes, but its payload has 160"},
		"text":        {0x0c0, 0xff, "offset 0x0c0: program.info.entries[0].value.str: the string is not valid UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			file := bytes.Clone(good)
			file[c.offset] = c.value
			_, err := cm.Decode(file)
			var decode *fidl.DecodeError
			if !errors.As(err, &decode) {
				t.Fatalf("got error %v, want a DecodeError", err)
			}
			if diff := cmp.Diff(c.want, decode.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeRefusesEveryTruncation(t *testing.T) {
	file := vector(t, "capabilities")
	for size := range len(file) {
		if _, err := cm.Decode(file[:size]); err == nil {
			t.Errorf("the first %d of %d bytes were accepted", size, len(file))
		}
	}
}

func TestInspectListsMembersOfNewerReleases(t *testing.T) {
	// Member 12 of Component is not known; it holds an empty string.
	file := append([]byte{0, 1, 2, 0, 0, 0, 0, 0, 12}, make([]byte, 7+8+12*8)...)
	copy(file[16:], "\xff\xff\xff\xff\xff\xff\xff\xff")
	file[24+11*8] = 16
	file = append(file, "\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"...)
	c, unknown, err := cm.Inspect(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]fidl.Unknown{{Offset: 0x70, Ordinal: 12}}, unknown); diff != "" {
		t.Errorf("unknown members (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&cm.Component{}, c); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := cm.Decode(file); err != nil {
		t.Errorf("Decode: %v", err)
	}
}

func TestParseNamesPlaceAndMember(t *testing.T) {
	_, err := cm.Parse([]byte("{\n  \"offers\": [\n    {\"protocol\": {\"sorce\": {}}}\n  ]\n}\n"))
	const want = "3:19: offers[0].protocol.sorce: OfferProtocol has no such member; " +
		"it has source, source_name, target, target_name, dependency_type, availability, source_dictionary"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
