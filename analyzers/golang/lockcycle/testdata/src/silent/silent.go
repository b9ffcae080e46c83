package silent

import "sync"

type queue struct {
	mu    sync.Mutex
	jobs  chan int
	ended chan struct{}
	count int
}

func newQueue() *queue {
	q := &queue{jobs: make(chan int, 1), ended: make(chan struct{})}
	go func() {
		defer close(q.ended)
		for range q.jobs {
			q.add()
		}
	}()
	return q
}

func (q *queue) add() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.count++
}

// Mended: unlocked first.
func (q *queue) stop() {
	q.mu.Lock()
	close(q.jobs)
	q.mu.Unlock()
	<-q.ended
}

// Mended: the send is given up.
type manager struct {
	mu      sync.RWMutex
	updates chan bool
	quit    chan struct{}
}

func newManager() *manager {
	m := &manager{updates: make(chan bool), quit: make(chan struct{})}
	go m.run()
	return m
}

func (m *manager) run() {
	for range m.updates {
		m.mu.Lock()
		m.mu.Unlock()
	}
}

func (m *manager) set() {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case m.updates <- true:
	case <-m.quit:
	}
}

// The receiver takes another lock.
type two struct {
	a, b sync.Mutex
	ch   chan int
}

func newTwo() *two { return &two{ch: make(chan int)} }

func (t *two) run() {
	for range t.ch {
		t.a.Lock()
		t.a.Unlock()
	}
}

func (t *two) set() {
	t.b.Lock()
	defer t.b.Unlock()
	t.ch <- 1
}

// Somebody else answers without the lock.
type both struct {
	mu sync.Mutex
	ch chan int
}

func newBoth() *both { return &both{ch: make(chan int)} }

func (b *both) locked() {
	b.mu.Lock()
	b.mu.Unlock()
	<-b.ch
}

func (b *both) free() { <-b.ch }

func (b *both) set() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ch <- 1
}

// The lock comes after the answer, once.
type after struct {
	mu sync.Mutex
	ch chan int
}

func newAfter() *after {
	a := &after{ch: make(chan int)}
	go func() {
		<-a.ch
		a.mu.Lock()
		a.mu.Unlock()
	}()
	return a
}

func (a *after) set() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ch <- 1
}

// The lock was given back before the goroutine started.
func started() {
	var mu sync.Mutex
	ch := make(chan int)
	mu.Lock()
	mu.Unlock()
	go func() {
		mu.Lock()
		defer mu.Unlock()
		ch <- 1
	}()
	<-ch
}

// The lock keeps new members out while the group is waited for.
type monitors struct {
	mu    sync.Mutex
	group sync.WaitGroup
	quit  chan struct{}
}

func (m *monitors) join() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.group.Add(1)
	return true
}

func (m *monitors) leave() { m.group.Done() }

func (m *monitors) run() {
	if !m.join() {
		return
	}
	defer m.leave()
	<-m.quit
	m.touch()
}

func (m *monitors) touch() {
	m.mu.Lock()
	m.mu.Unlock()
}

func (m *monitors) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.quit)
	m.group.Wait()
}

// Mended: there is room for the one value.
func handlers(register func(func())) {
	var lock sync.Mutex
	fired := make(chan bool, 1)
	register(func() {
		lock.Lock()
		defer lock.Unlock()
		fired <- true
	})
	lock.Lock()
	lock.Unlock()
	<-fired
}

// A flag says that there is room for the one value.
type cleaner struct {
	mu     sync.Mutex
	kicked bool
	kick   chan struct{}
}

func newCleaner() *cleaner {
	c := &cleaner{kick: make(chan struct{}, 1)}
	go c.run()
	return c
}

func (c *cleaner) run() {
	for range c.kick {
		c.mu.Lock()
		c.kicked = false
		c.mu.Unlock()
	}
}

func (c *cleaner) Kick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.kicked {
		c.kicked = true
		c.kick <- struct{}{}
	}
}

// Delivered once: the same, with an early return.
type wanted struct {
	mu     sync.Mutex
	done   bool
	result chan int
}

func newWanted() *wanted { return &wanted{result: make(chan int, 1)} }

func (w *wanted) deliver(x int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return false
	}
	w.done = true
	w.result <- x
	return true
}

func (w *wanted) await() int {
	w.mu.Lock()
	w.mu.Unlock()
	return <-w.result
}
