package main

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	got := table([]result{
		{contender{name: "bare"}, []time.Duration{9e6, 10e6, 30e6}, []float64{1, 1, 1}},
		{contender{name: "thin", size: 1234}, []time.Duration{8e6, 8e6, 9e6}, []float64{0.8, 0.9, 0.3}},
		{contender{name: "packed", size: 14_500_000}, []time.Duration{12e6}, []float64{1.2}},
	})
	want := "| | time | of bare | size |\n| --- | ---: | ---: | ---: |\n" +
		"| bare | 10.0 ms | 1.00 |  |\n| thin | 8.0 ms | 0.80 | 1.2 kB |\n| packed | 12.0 ms | 1.20 | 14.5 MB |\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestMeasureReportsFailures(t *testing.T) {
	bad := contender{name: "bad", command: []string{"/nonexistent/program"}}
	if _, err := measure(context.Background(), []contender{bad}, 1, t.Logf); err == nil {
		t.Error("a contender that cannot run was measured")
	}
	if _, err := measureAtOnce(context.Background(), []contender{bad}, 2, 1, t.Logf); err == nil {
		t.Error("a contender that cannot run was measured")
	}
}
