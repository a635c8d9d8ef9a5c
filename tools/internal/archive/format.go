package archive

import (
	"fmt"
	"path"
	"strings"
)

// Format is the form of an archive.
type Format uint8

// The forms that can be read and written.
const (
	Tar Format = iota
	TarGz
	TarZst
	Zip
)

// endings are in the order in which messages list them.
var endings = [...]struct {
	text   string
	format Format
}{{".tar.gz", TarGz}, {".tar.zst", TarZst}, {".tar", Tar}, {".zip", Zip}, {".tgz", TarGz}}

// String returns the ending of file names of this form.
func (f Format) String() string {
	for _, e := range endings {
		if e.format == f {
			return e.text
		}
	}
	return "unknown"
}

// FormatOf returns the form that the name of a file tells.
func FormatOf(name string) (Format, error) {
	for _, e := range endings {
		if strings.HasSuffix(name, e.text) {
			return e.format, nil
		}
	}
	return 0, fmt.Errorf("the name %q does not say what kind of archive it is: expected an ending of .tar.gz, .tar.zst, .tar or .zip",
		path.Base(name))
}
