package pkg

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"reflect"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// maxDocument is the size of the largest text that is read.
const maxDocument = 256 << 20

// decodeJSON reads one JSON value into v. Fields that v does not know are
// passed over, since newer tools may write more.
func decodeJSON(f *diag.File, v any) error {
	var l diag.List
	if len(f.Text) > maxDocument {
		l.Add(diag.Errorf(f.At(0), "", "the file has %d bytes, at most %d are read", len(f.Text), maxDocument))
		return l.Err()
	}
	d := json.NewDecoder(bytes.NewReader(f.Text))
	err := d.Decode(v)
	if err == nil {
		end := d.InputOffset()
		if _, tokenErr := d.Token(); !errors.Is(tokenErr, io.EOF) {
			l.Add(diag.Errorf(f.At(int(end)), "", "there is more behind the end of the JSON value"))
		}
		return l.Err()
	}
	var (
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
	)
	switch {
	case errors.As(err, &syntax):
		l.Add(diag.Errorf(f.At(max(0, int(syntax.Offset)-1)), "", "this is not JSON: %v", err))
	case errors.As(err, &kind):
		l.Add(diag.Errorf(f.At(max(0, int(kind.Offset)-1)), "", "%s: got a value of type %s, expected %s", cmp.Or(kind.Field, "the file"), kind.Value, kindName(kind.Type)))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		l.Add(diag.Errorf(f.At(len(f.Text)), "", "the JSON value ends too early"))
	default:
		l.Add(diag.Errorf(f.At(0), "", "%v", err))
	}
	return l.Err()
}

// kindName says what JSON has for a type of ours.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String, reflect.Array: // hashes are arrays, their text is a string
		return "a string"
	case reflect.Int64:
		return "a whole number"
	case reflect.Uint32:
		return "a whole number of 32 bits"
	case reflect.Slice:
		return "an array"
	}
	return "an object"
}

// encodeJSON writes a value as the package tools do: two spaces, no escaped
// angle brackets, a newline at the end.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
