package distribution

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// recordName is the file in a pruned distribution that says what it lost.
const recordName = "pruned.json"

// record is the content of that file.
type record struct {
	// Pruned is from the name of a module to the reason.
	Pruned map[string]Reason `json:"pruned"`
}

// Record returns the file that says what the distribution lost: a plain directory
// with it and the other files can be opened again and knows as much.
func (d *Distribution) Record() File {
	r := record{Pruned: make(map[string]Reason, len(d.Pruned))}
	for _, p := range d.Pruned {
		r.Pruned[p.Name] = p.Reason
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	// A map of strings can always be written, and its keys are sorted.
	_ = e.Encode(r)
	return File{Path: recordName, open: reader(b.Bytes())}
}

// readRecord reads what Record wrote.
func (d *Distribution) readRecord() error {
	f, ok := d.File(recordName)
	if !ok {
		return nil
	}
	text, err := f.Read()
	if err != nil {
		return err
	}
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return fmt.Errorf("read %s: %s: %w", d.Name, recordName, err)
	}
	for name, reason := range r.Pruned {
		d.Pruned = append(d.Pruned, Pruned{name, reason})
	}
	d.Pruned = outermost(d.Pruned)
	return nil
}
