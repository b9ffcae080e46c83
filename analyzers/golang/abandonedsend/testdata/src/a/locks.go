package a

import (
	"context"
	"sync"
	"time"
)

// The work under the lock may take its time.
func workUnderLock(mu *sync.Mutex, work func() int) int {
	done := make(chan int)
	go func() {
		mu.Lock()
		defer mu.Unlock()
		done <- work() // want "the send to `done` can wait for ever"
	}()
	select {
	case <-time.After(time.Millisecond):
		return 0
	case n := <-done:
		return n
	}
}

// Nobody gives this lock back.
func lockOrGiveUp(ctx context.Context, mu *sync.Mutex) bool {
	locked := make(chan struct{})
	go func() {
		mu.Lock()
		locked <- struct{}{} // want "the send to `locked` can wait for ever"
	}()
	select {
	case <-ctx.Done():
		return false
	case <-locked:
		return true
	}
}
