// Pybench measures how fast hermetic Python programs start, beside the
// interpreter that is in them, the design of RFC-0256 and other packers.
//
// All contenders of a workload run in turn, so that a busy moment of the machine
// hits all of them alike; what counts are medians and the median of the ratios
// within a round. It prints Markdown for docs/performance.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "pybench: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("pybench", flag.ContinueOnError)
	rounds := f.Int("rounds", 21, "how often each contender runs")
	atOnce := f.Int("at-once", 40, "how many small tests run at the same time in the last table")
	only := f.String("workloads", strings.Join(workloads, ","), "comma-separated workloads")
	peers := f.String("peers", "", "comma-separated peers to install with pip and measure: "+strings.Join(peerNames(), ","))
	runtime := f.String("runtime", "", "where the distribution with the interpreter is in the runfiles")
	python := f.String("python", "", "the interpreter that the peers are installed for; left out: the python3 of this machine")
	if err := f.Parse(args); err != nil {
		return err
	}
	b, err := newBench(ctx, *runtime, *python)
	if err != nil {
		return err
	}
	defer b.close()
	for _, workload := range split(*only) {
		contenders, err := b.contenders(ctx, workload, split(*peers))
		if err != nil {
			return err
		}
		results, err := measure(ctx, contenders, *rounds, b.log)
		if err != nil {
			return err
		}
		fmt.Printf("\n### %s\n\n%s", workload, table(results))
		if workload == "small" {
			results, err := measureAtOnce(ctx, contenders[:1+len(b.ours(workload))], *atOnce, 5, b.log)
			if err != nil {
				return err
			}
			fmt.Printf("\n### %d small tests at once\n\n%s", *atOnce, table(results))
		}
	}
	for _, line := range b.notMeasured {
		fmt.Printf("\nNot measured: %s\n", line)
	}
	return nil
}

func split(list string) []string {
	return slices.DeleteFunc(strings.Split(list, ","), func(s string) bool { return s == "" })
}
