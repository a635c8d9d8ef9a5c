package cm_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func TestVectorsComeBackFromEveryForm(t *testing.T) {
	for _, name := range vectorNames(t) {
		t.Run(name, func(t *testing.T) {
			want := vector(t, name)
			c, unknown, err := cm.Inspect(want)
			if err != nil {
				t.Fatal(err)
			}
			if len(unknown) > 0 {
				t.Errorf("unknown members: %v", unknown)
			}
			got, err := cm.Encode(c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(dump(want), dump(got)); diff != "" {
				t.Errorf("Encode(Decode(x)) (-want +got):\n%s", diff)
			}

			var text bytes.Buffer
			if err := cm.Print(&text, c); err != nil {
				t.Fatal(err)
			}
			parsed, err := cm.Parse(text.Bytes())
			if err != nil {
				t.Fatalf("%v\n%s", err, text.String())
			}
			if diff := cmp.Diff(c, parsed); diff != "" {
				t.Errorf("Parse(Print(c)) (-want +got):\n%s", diff)
			}
			got, err = cm.Encode(parsed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(dump(want), dump(got)); diff != "" {
				t.Errorf("Encode(Parse(Print(Decode(x)))) (-want +got):\n%s", diff)
			}
		})
	}
}
