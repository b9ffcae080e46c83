package wrong

import (
	"errors"
	"sync"
)

type journal struct {
	mu      sync.RWMutex
	entries []string
	closed  bool
}

func (j *journal) rotate() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) > 100 {
		j.clear() // report
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
	if j.size() == 0 { // report
		return ""
	}
	return j.entries[len(j.entries)-1]
}

func (j *journal) size() int {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return len(j.entries)
}

func (j *journal) append(entry string) error {
	j.mu.Lock()
	if j.closed {
		return errors.New("closed") // report
	}
	j.entries = append(j.entries, entry)
	j.mu.Unlock()
	return nil
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
	exists := w.names[name]
	for exists {
		w.changed.Wait() // report
	}
}
