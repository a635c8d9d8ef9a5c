package translate

import (
	"fmt"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// realm is a document in which every child is offered a protocol of its own
// and, with all others, one more.
func realm(children int) *cml.Document {
	name := func(format string, i int) cml.Str { return cml.Str{Value: fmt.Sprintf(format, i)} }
	one := func(s cml.Str) cml.Strs { return cml.Strs{Items: []cml.Str{s}} }
	offer := func(protocol, from, to cml.Str) *cml.Clause {
		return &cml.Clause{
			Section: cml.SectionOffer, From: one(from), To: one(to),
			Keywords: []cml.Keyword{{Type: cml.TypeProtocol, Names: one(protocol)}},
		}
	}
	d := &cml.Document{Offer: []*cml.Clause{offer(cml.Str{Value: "all"}, cml.Str{Value: "parent"}, cml.Str{Value: "all"})}}
	for i := range children {
		d.Children = append(d.Children, &cml.Child{Name: name("child%d", i), URL: name("#meta/child%d.cm", i)})
		d.Offer = append(d.Offer, offer(name("protocol%d", i), name("#child%d", (i+1)%children), name("#child%d", i)))
	}
	return d
}

// BenchmarkOffers shows that the time per offer does not depend on how many
// there are.
func BenchmarkOffers(b *testing.B) {
	for _, offers := range []int{500, 5_000, 50_000} {
		d := realm(offers / 2)
		b.Run(fmt.Sprint(offers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var diags diag.List
				if c := Component(d, Options{}, &diags); c == nil || len(c.Offers) != offers {
					b.Fatalf("got %v, want %d offers", diags.Err(), offers)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*offers), "ns/offer")
		})
	}
}
