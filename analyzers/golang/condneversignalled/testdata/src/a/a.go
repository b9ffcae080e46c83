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
