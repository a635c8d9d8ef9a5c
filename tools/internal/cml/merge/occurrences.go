package merge

// occurrences tells which facts of a document were stated by an earlier one.
// The n-th time that a document states a fact is matched with the n-th time
// that earlier ones did. So merging never hides that a document repeats
// itself, and as with all maxima the order of the documents does not matter.
type occurrences[K comparable] struct {
	index map[K]int
	facts []occurrence
	slots int
}

type occurrence struct {
	doc, used int
	first     int
	more      []int
}

// slot returns the number of the slot that the next occurrence of a fact in a
// document belongs to, and whether an earlier document has that slot filled.
// Slots count from 0.
func (o *occurrences[K]) slot(doc int, fact K) (slot int, known bool) {
	i, ok := o.index[fact]
	if !ok {
		if o.index == nil {
			o.index = map[K]int{}
		}
		o.index[fact] = len(o.facts)
		o.facts = append(o.facts, occurrence{doc: doc, used: 1, first: o.fresh()})
		return o.slots - 1, false
	}
	f := &o.facts[i]
	if f.doc != doc {
		f.doc, f.used = doc, 0
	}
	f.used++
	switch n := f.used - 2; {
	case n < 0:
		return f.first, true
	case n < len(f.more):
		return f.more[n], true
	}
	f.more = append(f.more, o.fresh())
	return o.slots - 1, false
}

func (o *occurrences[K]) fresh() int {
	o.slots++
	return o.slots - 1
}
