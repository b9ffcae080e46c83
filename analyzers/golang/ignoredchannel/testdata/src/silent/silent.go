package silent

import "time"

type conn struct{}

func (c *conn) watch(done chan bool) { defer close(done) }

func dial(c *conn) {
	done := make(chan bool)
	go c.watch(done)
	<-done
}

type watcher interface{ watch(done chan bool) }

func dynamic(w watcher) {
	done := make(chan bool)
	go w.watch(done)
	<-done
}

func guarded() {
	done := make(chan bool)
	go func() { println(done == nil) }()
	select {
	case <-done:
	case <-time.After(1):
	}
}

func answered() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	<-ch
}

func deferred() {
	ch := make(chan int)
	defer close(ch)
	go func() { <-ch }()
}

func buffered() {
	ch := make(chan int, 1)
	go func() { ch <- 1 }()
}
