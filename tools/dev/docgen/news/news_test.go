package news

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReleasePutsNotesOnTop(t *testing.T) {
	changelog := "# Changelog\n\n" + Marker + "\n\n## 0.1.0\n\n### Added\n\n* Old.\n"
	notes := []Note{
		{"realms", "added", "Realms,\nof shards."},
		{"17", "fixed", "A leak."},
		{"includes", "added", "Includes."},
	}
	want := "# Changelog\n\n" + Marker + `

## 0.2.0

### Added

* Includes.
* Realms,
  of shards.

### Fixed

* A leak. (#17)

## 0.1.0

### Added

* Old.
`
	for range notes {
		got, err := Release(changelog, "0.2.0", notes)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("Release (-got +want):\n%s", diff)
		}
		notes = append(notes[1:], notes[0])
	}
}

func TestReleaseRefuses(t *testing.T) {
	note := []Note{{"x", "added", "X."}}
	for _, c := range []struct {
		name, changelog string
		notes           []Note
		want            string
	}{
		{"a changelog without the marker", "# Changelog\n", note, "no line"},
		{"a version that is there", Marker + "\n\n## 1.0.0\n", note, "already"},
		{"nothing to release", Marker + "\n", nil, "no note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Release(c.changelog, "1.0.0", c.notes); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Release: %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		file, text string
		want       Note
		err        string
	}{
		{"17.fixed.md", "A leak.\n", Note{"17", "fixed", "A leak."}, ""},
		{"core-realms.added.md", "One,\ntwo,\nthree.\n", Note{"core-realms", "added", "One,\ntwo,\nthree."}, ""},
		{"17.mended.md", "A leak.\n", Note{}, "<id>.<added|changed|fixed|removed>.md"},
		{"fixed.md", "A leak.\n", Note{}, "<id>"},
		{"17.fixed.md", " \n", Note{}, "empty"},
		{"17.fixed.md", "1\n2\n3\n4\n", Note{}, "more than 3 lines"},
	} {
		t.Run(c.file+" "+c.text, func(t *testing.T) {
			got, err := Parse(c.file, c.text)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("Parse: %v, want an error with %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, c.want); diff != "" {
				t.Errorf("Parse (-got +want):\n%s", diff)
			}
		})
	}
}
