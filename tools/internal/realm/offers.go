package realm

// offerIndex are the offers of a realm by target and by what the target sees.
type offerIndex struct {
	byTarget map[string]map[capability]*Fact
	toAll    map[capability][]*Fact
}

func indexOffers(facts []*Fact) *offerIndex {
	x := &offerIndex{byTarget: map[string]map[capability]*Fact{}, toAll: map[capability][]*Fact{}}
	for _, f := range facts {
		if f.Section != "offer" {
			continue
		}
		given := capability{f.Type, f.Target()}
		if f.To == "all" {
			x.toAll[given] = append(x.toAll[given], f)
			continue
		}
		if x.byTarget[f.To] == nil {
			x.byTarget[f.To] = map[capability]*Fact{}
		}
		x.byTarget[f.To][given] = f
	}
	return x
}

// to returns the offer of a capability to a child, nil if there is none. An
// offer to all is none for the child that it comes from.
func (x *offerIndex) to(child string, want capability) *Fact {
	if f := x.byTarget["#"+child][want]; f != nil {
		return f
	}
	for _, f := range x.toAll[want] {
		if namedIn(f.From) != child {
			return f
		}
	}
	return nil
}
