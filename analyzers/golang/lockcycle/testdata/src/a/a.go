package a

import "sync"

// Waits for the end of a loop that takes the lock.
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

func (q *queue) stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	close(q.jobs)
	<-q.ended // want "`<-q.ended` waits while `q.mu` is locked, and the goroutine that answers may have to wait for the lock first"
}

// Sends to a loop that takes the lock between two receives.
type manager struct {
	mu      sync.RWMutex
	updates chan bool
}

func newManager() *manager { return &manager{updates: make(chan bool)} }

func (m *manager) run() {
	go func() {
		for {
			m.sync()
		}
	}()
}

func (m *manager) sync() {
	<-m.updates
	m.forget()
}

func (m *manager) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
}

func (m *manager) set() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.updates <- true // want "`m.updates <- …` waits while `m.mu` is locked, and the goroutine that receives may have to wait"
}

// Waits for a wake-up that is given under the lock.
type client struct {
	mu     sync.Mutex
	awaken chan struct{}
	active int
}

func newClient() *client { return &client{awaken: make(chan struct{})} }

func (c *client) keepAlive() {
	c.mu.Lock()
	if c.active == 0 {
		<-c.awaken // want "waits while `c.mu` is locked"
	}
	c.mu.Unlock()
}

func (c *client) open() {
	c.mu.Lock()
	c.active++
	select {
	case c.awaken <- struct{}{}:
	default:
	}
	c.mu.Unlock()
}

// Locals.
func handlers(register func(func())) {
	var lock sync.Mutex
	fired := make(chan bool)
	register(func() {
		lock.Lock()
		defer lock.Unlock()
		fired <- true // want "`fired <- …` waits while `lock` is locked"
	})
	lock.Lock()
	lock.Unlock()
	<-fired
}

// The lock is held further up.
type store struct {
	mu     sync.Mutex
	tokens *keeper
}

type keeper struct {
	add    chan int
	remove func(int)
}

func newStore() *store {
	s := &store{}
	s.tokens = &keeper{add: make(chan int), remove: func(int) {
		s.mu.Lock()
		defer s.mu.Unlock()
	}}
	go s.tokens.run()
	return s
}

func (k *keeper) run() {
	for {
		select {
		case x := <-k.add:
			k.remove(x)
		}
	}
}

func (k *keeper) put(x int) {
	k.add <- x // want "waits while `s.mu` is locked"
}

func (s *store) assign(x int) {
	s.mu.Lock()
	s.tokens.put(x)
	s.mu.Unlock()
}
