package mended

import (
	"errors"
	"sync"
	"time"
)

type journal struct {
	mu      sync.RWMutex
	entries []string
	closed  bool
}

func (j *journal) rotate() {
	j.mu.Lock()
	full := len(j.entries) > 100
	j.mu.Unlock()
	if full {
		j.clear()
	}
}

func (j *journal) clear() {
	j.mu.Lock()
	j.entries = nil
	j.mu.Unlock()
}

func (j *journal) last() string {
	j.mu.RLock()
	defer j.mu.RUnlock()
	if j.sizeLocked() == 0 {
		return ""
	}
	return j.entries[len(j.entries)-1]
}

func (j *journal) size() int {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.sizeLocked()
}

func (j *journal) sizeLocked() int { return len(j.entries) }

func (j *journal) append(entry string) error {
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return errors.New("closed")
	}
	j.entries = append(j.entries, entry)
	j.mu.Unlock()
	return nil
}

// isFree only asks for the lock: whoever keeps it is at fault.
func (j *journal) isFree() bool {
	free := make(chan bool)
	go func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		free <- true
	}()
	select {
	case <-time.After(time.Millisecond):
		return false
	case <-free:
		return true
	}
}

type watcher struct {
	mu      sync.Mutex
	changed *sync.Cond
	names   map[string]bool
}

func newWatcher() *watcher {
	w := &watcher{names: map[string]bool{}}
	w.changed = sync.NewCond(&w.mu)
	return w
}

func (w *watcher) gone(name string) {
	w.mu.Lock()
	delete(w.names, name)
	w.mu.Unlock()
	w.changed.Broadcast()
}

func (w *watcher) remove(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.names[name] {
		w.changed.Wait()
	}
}
