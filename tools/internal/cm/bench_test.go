package cm_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

// manyOffers is a declaration of the size of a large realm.
func manyOffers(count int) *cm.Component {
	c := &cm.Component{}
	for i := range count {
		c.Offers = append(c.Offers, &cm.OfferProtocol{
			Source:         cm.ParentRef{},
			SourceName:     cm.Ptr(fmt.Sprintf("fuchsia.example.Protocol%d", i)),
			Target:         cm.ChildRef{Name: fmt.Sprintf("child%d", i%1000)},
			TargetName:     cm.Ptr(fmt.Sprintf("fuchsia.example.Protocol%d", i)),
			DependencyType: cm.Ptr(cm.DependencyStrong),
			Availability:   cm.Ptr(cm.AvailabilityRequired),
		})
	}
	return c
}

const benchmarkedOffers = 50_000

func BenchmarkEncode(b *testing.B) {
	c := manyOffers(benchmarkedOffers)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cm.Encode(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	file, err := cm.Encode(manyOffers(benchmarkedOffers))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cm.Decode(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrint(b *testing.B) {
	c := manyOffers(benchmarkedOffers)
	b.ReportAllocs()
	for b.Loop() {
		if err := cm.Print(io.Discard, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	if err := cm.Print(&text, manyOffers(benchmarkedOffers)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cm.Parse(text.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
