package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// contender is one way to run a workload.
type contender struct {
	name    string
	command []string
	env     []string
	size    int64 // of the file that one ships, 0 where there is no such file
	// before runs ahead of each start and is not measured: it may empty a cache.
	before func() error
}

// result is what was measured of a contender.
type result struct {
	contender
	times []time.Duration
	// ratios are to the first contender, of the same round.
	ratios []float64
}

// measure runs all contenders in turn, in each round in another order. The first
// one is what the others are compared with.
func measure(ctx context.Context, contenders []contender, rounds int, log func(string, ...any)) ([]result, error) {
	results := make([]result, len(contenders))
	for i, c := range contenders {
		results[i].contender = c
		if _, err := start(ctx, c); err != nil { // warms the page cache
			return nil, err
		}
	}
	for round := range rounds {
		log("round %d of %d", round+1, rounds)
		times := make([]time.Duration, len(contenders))
		for n := range contenders {
			i := (n + round) % len(contenders)
			t, err := start(ctx, contenders[i])
			if err != nil {
				return nil, err
			}
			times[i] = t
		}
		record(results, times)
	}
	return results, nil
}

// measureAtOnce starts each contender many times at the same time and takes the
// time until the last one has ended.
func measureAtOnce(ctx context.Context, contenders []contender, n, rounds int, log func(string, ...any)) ([]result, error) {
	results := make([]result, len(contenders))
	for i, c := range contenders {
		results[i].contender = c
	}
	for round := range rounds {
		log("round %d of %d, %d at once", round+1, rounds, n)
		times := make([]time.Duration, len(contenders))
		for i, c := range contenders {
			if c.before != nil {
				if err := c.before(); err != nil {
					return nil, err
				}
			}
			together := c
			together.before = nil
			var wg sync.WaitGroup
			errs := make([]error, n)
			begin := time.Now()
			for j := range n {
				wg.Go(func() { _, errs[j] = start(ctx, together) })
			}
			wg.Wait()
			times[i] = time.Since(begin)
			if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
				return nil, errs[i]
			}
		}
		record(results, times)
	}
	return results, nil
}

func record(results []result, times []time.Duration) {
	for i, t := range times {
		results[i].times = append(results[i].times, t)
		results[i].ratios = append(results[i].ratios, float64(t)/float64(times[0]))
	}
}

// start runs a contender once. It must succeed: a failure is fast, too.
func start(ctx context.Context, c contender) (time.Duration, error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return 0, err
		}
	}
	cmd := exec.CommandContext(ctx, c.command[0], c.command[1:]...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}, c.env...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	begin := time.Now()
	err := cmd.Run()
	t := time.Since(begin)
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", c.name, err, output.Bytes())
	}
	return t, nil
}

func median[T time.Duration | float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// table writes results in Markdown.
func table(results []result) string {
	var b strings.Builder
	b.WriteString("| | time | of bare | size |\n| --- | ---: | ---: | ---: |\n")
	for _, r := range results {
		size := ""
		if r.size > 0 {
			size = fmt.Sprintf("%.1f MB", float64(r.size)/1e6)
			if r.size < 1e6 {
				size = fmt.Sprintf("%.1f kB", float64(r.size)/1e3)
			}
		}
		fmt.Fprintf(&b, "| %s | %.1f ms | %.2f | %s |\n", r.name, float64(median(r.times))/1e6, median(r.ratios), size)
	}
	return b.String()
}
