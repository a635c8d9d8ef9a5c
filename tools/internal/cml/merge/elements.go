package merge

import "github.com/rules-idk/rules_idk/tools/internal/cml"

// includes joins lists of include strings: each string once.
type includes struct {
	list  []cml.Str
	index map[string]int
}

func (in *includes) add(list []cml.Str) {
	if list != nil && in.list == nil {
		in.list = []cml.Str{}
		in.index = map[string]int{}
	}
	for i := range list {
		if at, ok := in.index[list[i].Value]; ok {
			addPlaces(&in.list[at], &list[i])
			continue
		}
		in.index[list[i].Value] = len(in.list)
		in.list = append(in.list, ownStrs(list[i:i+1])...)
	}
}

func (in *includes) finish() []cml.Str { return in.list }

// distinct appends elements of documents and drops those that are equal to one
// of an earlier document.
type distinct[T any] struct {
	present bool
	list    []*T
	// dropped has the elements that are equal to the one of that index.
	dropped map[int][]*T
	equal   occurrences[string]
}

func (d *distinct[T]) add(doc int, element *T, shape string) {
	at, known := d.equal.slot(doc, shape)
	if !known {
		d.list = append(d.list, element)
		return
	}
	if d.dropped == nil {
		d.dropped = map[int][]*T{}
	}
	d.dropped[at] = append(d.dropped[at], element)
}

// finish returns the elements, in place of repeated ones what join makes of
// a copy and those that are equal to it.
func (d *distinct[T]) finish(join func(own *T, equal []*T)) []*T {
	if !d.present {
		return nil
	}
	list := make([]*T, len(d.list))
	for i, element := range d.list {
		if equal := d.dropped[i]; equal != nil {
			own := *element
			join(&own, equal)
			element = &own
		}
		list[i] = element
	}
	return list
}

type children struct{ distinct[cml.Child] }

func (c *children) add(doc int, list []*cml.Child) {
	c.present = c.present || list != nil
	for _, child := range list {
		c.distinct.add(doc, child, child.Shape())
	}
}

func (c *children) finish(n *Notes) []*cml.Child {
	return c.distinct.finish(func(own *cml.Child, equal []*cml.Child) {
		places := places{own: &own.Also, strs: strsOfChild(own)}
		places.clip()
		for _, e := range equal {
			places.add(e.Pos, e.Also, strsOfChild(e))
		}
		n.element(cml.SectionChildren, own.Name.Value, own.Pos, own.Also)
	})
}

func strsOfChild(c *cml.Child) []*cml.Str {
	return []*cml.Str{&c.Name, &c.URL, &c.Startup, &c.OnTerminate, &c.Environment}
}

type collections struct{ distinct[cml.Collection] }

func (c *collections) add(doc int, list []*cml.Collection) {
	c.present = c.present || list != nil
	for _, collection := range list {
		c.distinct.add(doc, collection, collection.Shape())
	}
}

func (c *collections) finish(n *Notes) []*cml.Collection {
	return c.distinct.finish(func(own *cml.Collection, equal []*cml.Collection) {
		places := places{own: &own.Also, strs: strsOfCollection(own)}
		places.clip()
		for _, e := range equal {
			places.add(e.Pos, e.Also, strsOfCollection(e))
		}
		n.element(cml.SectionCollections, own.Name.Value, own.Pos, own.Also)
	})
}

func strsOfCollection(c *cml.Collection) []*cml.Str {
	return []*cml.Str{&c.Name, &c.Durability, &c.Environment, &c.AllowedOffers}
}
