package tree

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Parallel calls do for the numbers 0 to n-1 from as many goroutines as there
// are processors. When calls fail, it returns the error of the lowest number,
// whichever came first.
func Parallel(ctx context.Context, n int, do func(i int) error) error {
	var (
		next   atomic.Int64
		group  sync.WaitGroup
		mu     sync.Mutex
		lowest = n
		failed error
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				mu.Lock()
				stop := i >= lowest
				mu.Unlock()
				// A number below the one that failed is done all the same, even if it
				// was taken before: its error would be the first.
				if stop {
					return
				}
				if err := do(i); err != nil {
					mu.Lock()
					if i < lowest {
						lowest, failed = i, err
					}
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	if failed != nil {
		return failed
	}
	return ctx.Err()
}
