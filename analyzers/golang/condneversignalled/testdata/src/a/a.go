package a

import "sync"

type queue struct {
	mu   sync.Mutex
	cond *sync.Cond
	n    int
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) take() {
	q.cond.L.Lock()
	defer q.cond.L.Unlock()
	for q.n == 0 {
		q.cond.Wait() // want "`q.cond.Wait\\(\\)` waits for ever: nothing calls Signal or Broadcast on `cond`"
	}
	q.n--
}

type gate struct{ c sync.Cond }

func (g *gate) pass() {
	g.c.Wait() // want "waits for ever"
}

func local() {
	cond := sync.NewCond(&sync.Mutex{})
	go func() {
		cond.L.Lock()
		cond.Wait() // want "waits for ever"
	}()
}

var ready = sync.NewCond(new(sync.Mutex))

func waitReady() {
	ready.L.Lock()
	ready.Wait() // want "waits for ever"
}

type watcher struct {
	lock    sync.Mutex
	changed *sync.Cond
	gone    bool
}

func newWatcher() *watcher {
	w := &watcher{}
	w.changed = sync.NewCond(&w.lock)
	return w
}

func (w *watcher) note() {
	w.lock.Lock()
	w.gone = true
	w.lock.Unlock()
	w.changed.Broadcast()
}

func (w *watcher) remove() {
	w.lock.Lock()
	defer w.lock.Unlock()
	exists := !w.gone
	for exists {
		w.changed.Wait() // want "`w.changed.Wait\\(\\)` waits for ever, whoever signals: nothing changes `exists`"
	}
}
