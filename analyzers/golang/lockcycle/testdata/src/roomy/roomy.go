package roomy

import "sync"

// Waits for a group whose members take the lock.
type stopper struct {
	mu    sync.Mutex
	tasks sync.WaitGroup
	quit  chan struct{}
}

func (s *stopper) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return true
}

func (s *stopper) work() {
	s.tasks.Add(1)
	go func() {
		s.begin()
		s.end()
	}()
}

func (s *stopper) end() { s.tasks.Done() }

func (s *stopper) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks.Wait() // want "`s.tasks.Wait\\(\\)` waits while `s.mu` is locked, and the goroutine that calls Done may have to wait"
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
	s.tokens = &keeper{add: make(chan int, 1), remove: func(int) {
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

type tokens struct {
	mu   sync.Mutex
	life *lifetimes
}

type lifetimes struct {
	added  chan int
	forget func(int)
}

func newLifetimes(forget func(int)) *lifetimes {
	l := &lifetimes{added: make(chan int, 1), forget: forget}
	go l.run()
	return l
}

func (l *lifetimes) run() {
	for x := range l.added {
		l.forget(x)
	}
}

func (l *lifetimes) add(x int) {
	l.added <- x // want "waits while `t.mu` is locked"
}

func forgetter(t *tokens) func(int) {
	return func(int) {
		t.mu.Lock()
		defer t.mu.Unlock()
	}
}

func (t *tokens) enable() { t.life = newLifetimes(forgetter(t)) }

func (t *tokens) assign(x int) {
	t.mu.Lock()
	t.life.add(x)
	t.mu.Unlock()
}
