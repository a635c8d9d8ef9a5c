package launch

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		environ, want []string
	}{
		"nothing is set": {nil, []string{"/tmp", "/var/tmp", ""}},
		"all are set": {
			[]string{"TMPDIR=/5", "TEST_TMPDIR=/4", "HOME=/3", "XDG_CACHE_HOME=/2", "HERMETIC_PYTHON_CACHE=/1"},
			[]string{"/1", "/2", "/3/.cache", "/4", "/5", "/tmp", "/var/tmp", ""},
		},
		"relative and empty ones are void": {
			[]string{"TMPDIR=tmp", "TEST_TMPDIR=./t", "HOME=", "XDG_CACHE_HOME=.", "HERMETIC_PYTHON_CACHE=cache"},
			[]string{"/tmp", "/var/tmp", ""},
		},
		"a directory is tried once": {
			[]string{"TMPDIR=/tmp/", "TEST_TMPDIR=/tmp", "HOME=/h", "XDG_CACHE_HOME=/h/x/../.cache"},
			[]string{"/h/.cache", "/tmp", "/var/tmp", ""},
		},
		"the first value of a variable counts": {
			[]string{"TMPDIR=/1", "TMPDIR=/2"},
			[]string{"/1", "/tmp", "/var/tmp", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range places(c.environ) {
				got = append(got, p.dir)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
		})
	}
}
