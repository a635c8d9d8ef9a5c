package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

// parseDescription reads what a rule says about a file or a target: one JSON
// object, without keys that are not known.
func parseDescription(what, text string, to any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(to)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("there is more behind the object")
		}
	}
	if err != nil {
		return cli.Usagef("read description of %s %s: %v", what, text, err)
	}
	return nil
}
