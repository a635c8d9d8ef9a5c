package launch

import (
	"os"
	"syscall"
	"time"
)

// lockLimit is how long a start waits for another one that unpacks. Then it does
// the work itself: the lock saves work, correctness comes from the renaming.
const lockLimit = 30 * time.Second

// lock waits until nobody else unpacks a runtime, at most so long, and returns
// what ends the lock. The kernel ends it, too, when the process dies.
func (c *cache) lock(digest string, limit time.Duration) (unlock func(), err error) {
	f, err := os.OpenFile(c.path(digest+".lock"), os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	unlock = func() { _ = f.Close() }
	if flock(f, syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		return unlock, nil
	}
	locked := make(chan struct{})
	go func() {
		// An error, such as that of a file system without locks, ends the waiting.
		_ = flock(f, syscall.LOCK_EX)
		close(locked)
	}()
	select {
	case <-locked:
	case <-time.After(limit):
		// The other goroutine still uses the file; the process is about to become
		// another program, which closes it.
		unlock = func() {}
	}
	return unlock, nil
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); err != syscall.EINTR {
			return err
		}
	}
}
