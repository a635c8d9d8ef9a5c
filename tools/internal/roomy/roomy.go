// Package roomy gives the main goroutine of a program that imports it a stack of
// 64 KiB from the beginning.
//
// It starts with 2 KiB otherwise, and is copied to one of twice the size whenever
// that is too little: several times on the way to the end of a small call of
// idkit. Each time the runtime looks all functions on the stack up in its tables,
// which nothing else reads so early, and fills a pool of stacks of the new size.
// Without that, a call that does next to nothing takes a twentieth less.
package roomy

// The package imports nothing, so it is among the first that are initialized.
func init() { take(0) }

// take needs a frame of 32 KiB if it is called at all. It must be called for that,
// not do anything: what it would do would touch the memory.
//
//go:noinline
func take(n int) byte {
	if n == 0 {
		return 0
	}
	var room [32 << 10]byte
	room[n] = 1
	return room[n-1]
}
