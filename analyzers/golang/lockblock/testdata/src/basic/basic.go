package basic

import (
	"net/http"
	"sync"
	"time"
)

type server struct {
	mu    sync.RWMutex
	cond  *sync.Cond
	wg    sync.WaitGroup
	ready chan struct{}
	queue chan int
	n     int
}

func newServer() *server {
	return &server{ready: make(chan struct{}), queue: make(chan int, 10)}
}

func (s *server) receives() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	<-s.ready // want "receives from a channel while `s.mu` is locked"
	return s.n
}

func (s *server) receivesAfter() int {
	s.mu.Lock()
	n := s.n
	s.mu.Unlock()
	<-s.ready
	return n
}

func (s *server) sleeps() {
	s.mu.RLock()
	for s.n == 0 {
		time.Sleep(time.Millisecond) // want "sleeps while `s.mu` is locked"
	}
	s.mu.RUnlock()
}

func (s *server) fetches(url string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	resp, err := http.Get(url) // want "waits for the network while `s.mu` is locked"
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (s *server) sends() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready <- struct{}{} // want "sends to an unbuffered channel"
}

func (s *server) sendsBuffered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue <- 1
}

func (s *server) selects(stop chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select { // want "waits in a select"
	case <-s.ready:
	case <-stop:
	}
}

func (s *server) tries() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.ready:
	default:
	}
}

func (s *server) groups() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wg.Wait() // want "waits for goroutines"
}

// Cond.Wait unlocks while it waits.
func (s *server) conds() {
	s.cond.L.Lock()
	defer s.cond.L.Unlock()
	for s.n == 0 {
		s.cond.Wait()
	}
}

func (s *server) starts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	go func() { <-s.ready }()
}

func (s *server) unlocksInside() {
	s.mu.Lock()
	if s.n == 0 {
		s.mu.Unlock()
		<-s.ready
		return
	}
	s.mu.Unlock()
}

func (s *server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wg.Wait()
}

func (s *server) splits(parts []func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var wg sync.WaitGroup
	for _, part := range parts {
		wg.Go(part)
	}
	wg.Wait()
}
