package pkg

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

const coreExampleHash = "53d8f1276aa2769434c2ca87ed1a9688ef11f1065cf7a214fe17c92c50ae8857"

const coreExampleManifest = `{
  "version": "1",
  "repository": "fuchsia.com",
  "package": {
    "name": "core-example",
    "version": "0"
  },
  "blobs": [
    {
      "source_path": "meta.far",
      "path": "meta/",
      "merkle": "53d8f1276aa2769434c2ca87ed1a9688ef11f1065cf7a214fe17c92c50ae8857",
      "size": 16384
    }
  ],
  "blob_sources_relative": "file",
  "abi_revision": "0x9080590de5503f82"
}
`

// fullManifest has every key.
const fullManifest = `{
  "version": "1",
  "repository": "fuchsia.com",
  "package": {
    "name": "parent",
    "version": "0"
  },
  "blobs": [
    {
      "source_path": "meta.far",
      "path": "meta/",
      "merkle": "15ec7bf0b50732b49f8228e07d24365338f9e3ab994b00af08e5a3bffe55fd8b",
      "size": 12288
    },
    {
      "source_path": "blobs/a<b",
      "path": "a<b>&c",
      "merkle": "b5209759e76a8343c45b8c7abad13a1f0609512865ee7f7f5533212d8ab334dc",
      "size": 14
    }
  ],
  "blob_sources_relative": "file",
  "subpackages": [
    {
      "manifest_path": "../child/package_manifest.json",
      "name": "child",
      "merkle": "8d857f7053a65cf2f632337d3c5167715c97d6e0a428b55b4d531a0e11bf0fe2"
    }
  ],
  "delivery_blob_type": 1,
  "abi_revision": "0x9080590de5503f82"
}
`

func mustHash(t testing.TB, s string) merkle.Hash {
	t.Helper()
	h, err := merkle.ParseHash(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestParseManifest(t *testing.T) {
	got, err := ParseManifest(text("m.json", fullManifest))
	if err != nil {
		t.Fatal(err)
	}
	want := &Manifest{
		Repository: "fuchsia.com",
		Name:       "parent",
		Blobs: []Blob{
			{"meta.far", "meta/", mustHash(t, "15ec7bf0b50732b49f8228e07d24365338f9e3ab994b00af08e5a3bffe55fd8b"), 12288},
			{"blobs/a<b", "a<b>&c", mustHash(t, "b5209759e76a8343c45b8c7abad13a1f0609512865ee7f7f5533212d8ab334dc"), 14},
		},
		FileRelative: true,
		Subpackages: []SubpackageRef{
			{"../child/package_manifest.json", "child", mustHash(t, "8d857f7053a65cf2f632337d3c5167715c97d6e0a428b55b4d531a0e11bf0fe2")},
		},
		DeliveryBlobType: 1,
		ABIRevision:      0x9080590DE5503F82,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Hash() != want.Blobs[0].Merkle {
		t.Errorf("Hash: got %s, want %s", got.Hash(), want.Blobs[0].Merkle)
	}
	if got, want := got.URL().String(), "fuchsia-pkg://fuchsia.com/parent"; got != want {
		t.Errorf("URL: got %s, want %s", got, want)
	}
}

func TestEncodeManifest(t *testing.T) {
	for _, want := range []string{coreExampleManifest, fullManifest} {
		m, err := ParseManifest(text("m.json", want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestEncodeManifestWithoutBlobs(t *testing.T) {
	got, err := (&Manifest{Name: "a"}).Encode()
	const want = `{
  "version": "1",
  "package": {
    "name": "a",
    "version": "0"
  },
  "blobs": []
}
`
	if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if hash := (&Manifest{}).Hash(); hash != (merkle.Hash{}) {
		t.Errorf("Hash: got %s, want zeros", hash)
	}
}

func TestParseManifestOfOtherTools(t *testing.T) {
	// Four spaces, paths of the working directory, unknown keys, blobs in any
	// order, no revision.
	m, err := ParseManifest(text("m.json", `{
    "version": "1", "package": {"name": "a", "version": "0", "variant": "x"}, "from_the_future": {"x": [1, 2]},
    "blobs": [
        {"source_path": "out/b", "path": "b", "merkle": "b5209759e76a8343c45b8c7abad13a1f0609512865ee7f7f5533212d8ab334dc", "size": 14},
        {"source_path": "out/meta.far", "path": "meta/", "merkle": "`+coreExampleHash+`", "size": 4096}
    ], "blob_sources_relative": "working_dir"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Hash().String(); got != coreExampleHash {
		t.Errorf("Hash: got %s, want %s", got, coreExampleHash)
	}
	if m.FileRelative || m.ABIRevision != 0 {
		t.Errorf("got %+v", m)
	}
}

func TestLocate(t *testing.T) {
	manifest := filepath.FromSlash("out/core/package_manifest.json")
	tests := []struct {
		fileRelative bool
		source, want string
	}{
		{true, "meta.far", "out/core/meta.far"},
		{true, "blobs/x", "out/core/blobs/x"},
		{true, "../child/package_manifest.json", "out/child/package_manifest.json"},
		{true, "/abs/meta.far", "/abs/meta.far"},
		{false, "out/core/meta.far", "out/core/meta.far"},
	}
	for _, tt := range tests {
		m := &Manifest{FileRelative: tt.fileRelative}
		if got := filepath.ToSlash(m.Locate(manifest, tt.source)); got != tt.want {
			t.Errorf("%q (relative to the file: %t): got %s, want %s", tt.source, tt.fileRelative, got, tt.want)
		}
	}
}

func TestParseManifestRefuses(t *testing.T) {
	change := func(old, replacement string) string {
		if !strings.Contains(fullManifest, old) {
			t.Fatalf("the manifest has no %s", old)
		}
		return strings.ReplaceAll(fullManifest, old, replacement)
	}
	blob := fullManifest[strings.Index(fullManifest, "    {\n      \"source_path\": \"blobs"):strings.Index(fullManifest, "  ],\n  \"blob_sources")]
	subpackage := fullManifest[strings.Index(fullManifest, "    {\n      \"manifest_path"):strings.Index(fullManifest, "  ],\n  \"delivery")]
	tests := []struct{ name, text, want string }{
		{"another version", change(`"version": "1"`, `"version": "2"`), `m.json:1:1: version: got "2", expected "1"`},
		{"no version", `{}`, `m.json:1:1: version: got "", expected "1"`},
		{"a bad repository", change("fuchsia.com", "https://fuchsia.com"), `m.json:1:1: repository: host: got "https://fuchsia.com", expected only a-z, 0-9, "-" and "."`},
		{"a bad name", change(`"parent"`, `"Parent"`), `m.json:1:1: package.name: package name: got "Parent", expected only a-z, 0-9, "-", "_" and "."`},
		{"a variant", change(`"version": "0"`, `"version": "1a"`), `m.json:1:1: package.version: got "1a", expected "0"`},
		{"unknown relation", change(`"file"`, `"moon"`), `m.json:1:1: blob_sources_relative: got "moon", expected "file" or "working_dir"`},
		{"no meta.far", change(`"meta/"`, `"metal"`), `m.json:1:1: blobs: there is none with the path "meta/", the package's meta.far`},
		{"a bad path", change("a<b>&c", "../c"), `m.json:1:1: blobs: resource path: got "../c", expected no segment "." or ".."`},
		{"no source", change("blobs/a<b", ""), `m.json:1:1: blobs: "a<b>&c" has no source_path`},
		{"a negative size", change(`"size": 14`, `"size": -14`), `m.json:1:1: blobs: "a<b>&c" has -14 bytes`},
		{"a path twice", change(blob, strings.TrimSuffix(blob, "\n")+",\n"+strings.Replace(blob, "b5209", "00000", 1)), `m.json:1:1: blobs: there are two different files "a<b>&c"`},
		{"a short hash", change("15ec7bf0", ""), "m.json:1:1: merkle root: got 56 characters, expected 64 hexadecimal digits"},
		{"a bad subpackage", change(`"child"`, `"."`), `m.json:1:1: subpackages: package name: got ".", expected a name other than "." and ".."`},
		{"a subpackage without manifest", change("../child/package_manifest.json", ""), `m.json:1:1: subpackages: "child" has no manifest_path`},
		{"a subpackage twice", change(subpackage, strings.TrimSuffix(subpackage, "\n")+",\n"+subpackage), `m.json:1:1: subpackages: "child" is there twice`},
		{"a bad revision", change("0x9080590de5503f82", "latest"), `m.json:1:1: abi_revision: ABI revision: got "latest", expected "0x" and up to 16 hexadecimal digits, not all zero`},
		{"a number as name", change(`"parent"`, `7`), "m.json:5:13: package.name: got a value of type number, expected a string"},
		{"a size with a fraction", change(`14`, `1.5`), "m.json:19:17: blobs.size: got a value of type number 1.5, expected a whole number"},
		{"a negative blob type", change(`"delivery_blob_type": 1`, `"delivery_blob_type": -1`), "m.json:30:26: delivery_blob_type: got a value of type number -1, expected a whole number of 32 bits"},
		{"an object for the blobs", `{"blobs": {}}`, "m.json:1:11: blobs: got a value of type object, expected an array"},
		{"a hash that is no string", change(`"`+"15ec7bf0b50732b49f8228e07d24365338f9e3ab994b00af08e5a3bffe55fd8b"+`"`, "7"), "m.json:12:17: blobs.merkle: got a value of type number, expected a string"},
		{"an array", `[]`, "m.json:1:1: the file: got a value of type array, expected an object"},
		{"not JSON", "version: 1", "m.json:1:1: this is not JSON: invalid character 'v' looking for beginning of value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseManifest(text("m.json", tt.text))
			checkError(t, err, tt.want)
		})
	}
}

func TestParseManifestReportsAllFaults(t *testing.T) {
	_, err := ParseManifest(text("m.json", `{"version": "1", "blobs": []}`))
	checkError(t, err, `m.json:1:1: blobs: there is none with the path "meta/", the package's meta.far
m.json:1:1: package.name: package name: got "", expected 1 to 255 bytes
m.json:1:1: package.version: got "", expected "0"`)
}

// FuzzParseManifest checks that a manifest that is accepted can be written and
// is the same when read again.
func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(coreExampleManifest))
	f.Add([]byte(fullManifest))
	f.Add([]byte(`{"version":"1","package":{"name":"a","version":"0"},"blobs":[{"source_path":"\ud800","path":"meta/","merkle":"` + coreExampleHash + `"}]}`))
	f.Add([]byte(`{"version":`))
	f.Add([]byte(`[[[[[[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest(text("m.json", string(data)))
		if err != nil {
			return
		}
		written, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseManifest(text("m.json", string(written)))
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%s", err, written)
		}
		if len(m.Subpackages) == 0 {
			m.Subpackages = nil // an empty array is not written
		}
		if diff := cmp.Diff(m, again); diff != "" {
			t.Errorf("(-read +read again):\n%s", diff)
		}
	})
}
