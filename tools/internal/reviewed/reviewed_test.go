package reviewed

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseKeepsCommentsApart(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       Text
	}{
		{"empty", "", Text{}},
		{"comments alone", "# a\n\n#b", Text{Comments: []string{"# a", "", "#b"}}},
		{"no comments", "x\n# y\n\nz\n", Text{Lines: []string{"x", "# y", "", "z"}}},
		{"both, with line ends of Windows", "# a\r\n\r\nx\r\ny", Text{Comments: []string{"# a", ""}, Lines: []string{"x", "y"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Parse([]byte(tt.text))); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUpdateKeepsComments(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"of people", "# ours\n\nold\n", "# ours\n\nnew\n"},
		{"that are missing", "old\n", "# given\nnew\n"},
		{"of a file that is missing", "", "# given\nnew\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Parse([]byte(tt.text)).Update([]string{"new"}, []string{"# given"}).Format()
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		name               string
		computed, reviewed []string
		want               Difference
	}{
		{"equal", []string{"a", "b"}, []string{"a", "b"}, Difference{}},
		{"nothing", nil, nil, Difference{}},
		{"gone and new", []string{"a", "d", "c"}, []string{"a", "b", "c"}, Difference{Gone: []string{"b"}, New: []string{"d"}}},
		{"once less", []string{"a"}, []string{"a", "a"}, Difference{Gone: []string{"a"}}},
		{"once more", []string{"a", "a"}, []string{"a"}, Difference{New: []string{"a"}}},
		{"another order", []string{"b", "a"}, []string{"a", "b"}, Difference{Moved: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Compare(tt.computed, tt.reviewed)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("difference (-want +got):\n%s", diff)
			}
			if want := len(tt.want.Gone)+len(tt.want.New) == 0 && !tt.want.Moved; got.Empty() != want {
				t.Errorf("empty: got %t, want %t", got.Empty(), want)
			}
		})
	}
}
