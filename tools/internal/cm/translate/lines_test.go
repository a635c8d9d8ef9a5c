package translate

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

// lines renders the declarations of one member of a component, one per line,
// from their lossless JSON without its quotes:
//
//	protocol{source:parent source_name:p target:child(a) …}
//
// It is nil for a member that is absent, and empty for an empty list.
func lines(t *testing.T, c *cm.Component, member string) []string {
	t.Helper()
	var text bytes.Buffer
	if err := cm.Print(&text, c); err != nil {
		t.Fatal(err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text.Bytes(), &members); err != nil {
		t.Fatal(err)
	}
	raw, ok := members[member]
	if !ok {
		return nil
	}
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		elements = []json.RawMessage{raw}
	}
	list := []string{}
	for _, e := range elements {
		list = append(list, line(t, e))
	}
	return list
}

var (
	emptyRef = regexp.MustCompile(`\{(parent|self|framework|debug|void_type):\{\}\}`)
	namedRef = regexp.MustCompile(`\{(child|collection|capability):\{name:([^}]*)\}\}`)
	// digest is tested apart.
	digest     = regexp.MustCompile(`sha256:[0-9a-f]{64}`)
	defaultEnd = regexp.MustCompile(` dependency_type:strong availability:required\}$`)
)

func line(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		t.Fatal(err)
	}
	s := strings.NewReplacer(`"`, "", ",", " ").Replace(compact.String())
	s = emptyRef.ReplaceAllString(s, "$1")
	s = namedRef.ReplaceAllString(s, "$1($2)")
	s = digest.ReplaceAllString(s, "sha256:…")
	// {kind:{…}} is kind{…}
	if kind, rest, ok := strings.Cut(strings.TrimPrefix(s, "{"), ":{"); ok && !strings.ContainsAny(kind, ": {") {
		s = kind + "{" + strings.TrimSuffix(rest, "}")
	}
	// Most routes are strong and required: "…!" says so.
	return defaultEnd.ReplaceAllString(s, " !}")
}

// section is a case of the tables: a manifest and the lines of one member.
type section struct {
	name, cml string
	want      []string
}

// family is what references of the tables name: children a and b, a
// collection c, a protocol p, a dictionary d and a storage s.
const family = `children: [ { name: "b", url: "#b.cm" }, { name: "a", url: "#a.cm" } ],
	collections: [ { name: "c", durability: "transient" } ],
	capabilities: [ { protocol: "p" }, { dictionary: "d" }, { storage: "s", from: "self", backing_dir: "x", storage_id: "static_instance_id" } ],`

func run(t *testing.T, member string, o Options, cases []section) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := lines(t, mustCompile(t, c.cml, o), member)
			if diff := cmp.Diff(got, c.want); diff != "" {
				t.Errorf("%s\n(-got +want):\n%s", c.cml, diff)
			}
		})
	}
}
