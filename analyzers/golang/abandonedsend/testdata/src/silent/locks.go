package silent

import (
	"sync"
	"time"
)

type devices struct {
	sync.Mutex
	deleted int
}

// The one question is whether the lock is free.
func isFree(d *devices) bool {
	done := make(chan bool)
	go func() {
		d.Lock()
		defer d.Unlock()
		done <- true
	}()
	select {
	case <-time.After(time.Millisecond):
		return false
	case <-done:
		return true
	}
}

func isFreeForReading(mu *sync.RWMutex) bool {
	done := make(chan struct{})
	go func() {
		mu.RLock()
		mu.RUnlock()
		done <- struct{}{}
	}()
	select {
	case <-time.After(time.Millisecond):
		return false
	case <-done:
		return true
	}
}
