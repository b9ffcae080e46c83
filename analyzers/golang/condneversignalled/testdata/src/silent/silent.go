package silent

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

func (q *queue) put() {
	q.n++
	q.cond.Signal()
}

func (q *queue) take() {
	for q.n == 0 {
		q.cond.Wait()
	}
}

type given struct{ c *sync.Cond }

func with(c *sync.Cond) *given { return &given{c: c} }

func (g *given) wait() { g.c.Wait() }

type lent struct{ c *sync.Cond }

func newLent() *lent { return &lent{sync.NewCond(new(sync.Mutex))} }

func (l *lent) wait() { l.c.Wait() }

func (l *lent) wake(f func(func())) { f(l.c.Broadcast) }

type Exported struct{ C sync.Cond }

func (e *Exported) wait() { e.C.Wait() }

type embedded struct{ *sync.Cond }

func (e *embedded) wait() { e.Wait() }

func param(c *sync.Cond) { c.Wait() }

func local(f func(*sync.Cond)) {
	c := sync.NewCond(new(sync.Mutex))
	f(c)
	c.Wait()
}

// The loop has another way out.
func (q *queue) remove(closed func() bool) {
	exists := q.n > 0
	for exists {
		if closed() {
			return
		}
		q.cond.Wait()
	}
}

// The variable is asked for anew, here or in a function that got hold of it.
func (q *queue) drained() {
	exists := q.n > 0
	for exists {
		q.cond.Wait()
		exists = q.n > 0
	}
	left := q.n
	go func() { left-- }()
	for left > 0 {
		q.cond.Wait()
	}
	ready := false
	q.notify(&ready)
	for !ready {
		q.cond.Wait()
	}
}

func (q *queue) notify(ready *bool) { *ready = true }

func (q *queue) below(limit int) {
	for q.n >= limit {
		q.cond.Wait()
	}
}

// The failure is known before anybody waits.
type plugin struct {
	ready *sync.Cond
	conn  *int
	err   error
}

func (p *plugin) settled() bool { return p.conn != nil || p.err != nil }

func (p *plugin) await() error {
	p.ready.L.Lock()
	defer p.ready.L.Unlock()
	for !p.settled() {
		p.ready.Wait()
	}
	return p.err
}

func broken(err error) error {
	p := &plugin{ready: sync.NewCond(&sync.Mutex{})}
	p.err = err
	return p.await()
}
