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
		e := t.expose(c)
		for _, name := range c.Names() {
			for i := range c.From.Items {
				if expose := e.declare(i, name.Value); expose != nil {
					exposes = append(exposes, expose)
				}
			}
		}
	}
	return exposes
}

// expose is what the declarations of a clause share; sources and levels have an
// element for each from.
type expose struct {
	clause  *cml.Clause
	sources []source
	levels  []*cm.Availability
	to      cm.Ref
}

func (t *translator) expose(c *cml.Clause) *expose {
	e := &expose{clause: c, to: keyword(cml.ParseRef(first(c.To).Value).Kind)}
	if c.Type() == cml.TypeEventStream {
		t.errorf(c.Keywords[0].Pos, "", "an event stream is exposed, and a compiled manifest cannot say that").
			WithHint("delete the clause: event streams can be used and offered only")
	}
	for _, from := range c.From.Items {
		s, level := t.routed(c, from)
		e.sources, e.levels = append(e.sources, s), append(e.levels, level)
	}
	return e
}

// declare returns the declaration of one name from one source.
func (e *expose) declare(i int, name string) cm.Expose {
	c, from, level, to := e.clause, e.sources[i], e.levels[i], e.to
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
	}
	return nil
}
