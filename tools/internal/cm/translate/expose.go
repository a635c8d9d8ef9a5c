package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// exposes translates the expose section: one declaration per name and, for
// services with several sources, per source.
func (t *translator) exposes() []cm.Expose {
	if t.doc.Expose == nil {
		return nil
	}
	exposes := make([]cm.Expose, 0, count(t.doc.Expose))
	for _, c := range t.doc.Expose {
		for _, name := range c.Names() {
			for _, from := range c.From.Items {
				if expose := t.expose(c, name.Value, from); expose != nil {
					exposes = append(exposes, expose)
				}
			}
		}
	}
	return exposes
}

func (t *translator) expose(c *cml.Clause, name string, written cml.Str) cm.Expose {
	from, level := t.routed(c, written)
	var to cm.Ref = cm.ParentRef{}
	if len(c.To.Items) > 0 {
		to = keyword(cml.ParseRef(c.To.Items[0].Value).Kind)
	}
	as := or(c.As, name)
	switch c.Type() {
	case cml.TypeService:
		return &cm.ExposeService{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: level,
		}
	case cml.TypeProtocol:
		return &cm.ExposeProtocol{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: level,
		}
	case cml.TypeDirectory:
		return &cm.ExposeDirectory{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: level,
			Rights: operations(c.Rights), Subdir: optional(c.Subdir),
		}
	case cml.TypeRunner:
		return &cm.ExposeRunner{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary, Target: to, TargetName: as,
		}
	case cml.TypeResolver:
		return &cm.ExposeResolver{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary, Target: to, TargetName: as,
		}
	case cml.TypeDictionary:
		return &cm.ExposeDictionary{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: level,
		}
	case cml.TypeConfig:
		return &cm.ExposeConfiguration{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: level,
		}
	case cml.TypeEventStream:
		t.errorf(c.Keywords[0].Pos, "", "event stream %q is exposed, and a compiled manifest cannot say that", name).
			WithHint("delete the clause; event streams are only offered to children and used")
	}
	return nil
}
