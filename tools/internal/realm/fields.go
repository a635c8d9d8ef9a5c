package realm

import "strings"

// Field is a part of a fact with its name, for comparing and showing.
type Field struct {
	Name  string `json:"field"`
	Value string `json:"value"`
}

// Fields returns what a fact says beyond what it is about: all fields that are
// set but the section, the type and the name under which the target sees it.
func (f *Fact) Fields() []Field {
	var fields []Field
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, Field{name, value})
		}
	}
	if f.As != "" {
		add("name", f.Name)
	}
	add("from", f.From)
	add("to", f.To)
	add("path", f.Path)
	add("subdir", f.Subdir)
	add("rights", f.Rights)
	add("availability", f.Availability)
	add("source_availability", f.SourceAvailability)
	add("target_availability", f.TargetAvailability)
	add("dependency", f.Dependency)
	add("backing_dir", f.BackingDir)
	return append(fields, splitDetails(f.Detail)...)
}

// detailKeys are the keys of Detail, sorted as they are there.
var detailKeys = [...]string{
	"__stop_timeout_ms", "allow_long_names", "allowed_offers", "config_overrides", "default", "delivery",
	"durability", "environment", "extends", "filter", "key", "mutability", "numbered_handle",
	"on_terminate", "persistent_storage", "renamed_instances", "scheme", "scope",
	"source_instance_filter", "startup", "stop_timeout_ms", "storage_id", "type", "url", "value",
}

// splitDetails takes details apart. Keys are sorted, so each is looked for only
// behind those before it.
func splitDetails(details string) []Field {
	var fields []Field
	for _, key := range detailKeys {
		if len(fields) == 0 {
			if value, ok := strings.CutPrefix(details, key+"="); ok {
				fields = append(fields, Field{key, value})
			}
			continue
		}
		last := &fields[len(fields)-1]
		before, after, ok := strings.Cut(last.Value, " "+key+"=")
		if ok {
			last.Value = before
			fields = append(fields, Field{key, after})
		}
	}
	return fields
}
