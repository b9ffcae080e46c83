package a

import "sync"

type model interface{ receive(int) }

type recorder struct{ onReceive func() }

func (r *recorder) receive(int) {
	if r.onReceive != nil {
		r.onReceive()
	}
}

type conn struct {
	model  model
	inbox  chan int
	quit   chan struct{}
	ended  chan struct{}
	closed sync.Once
}

func (c *conn) loop() {
	defer close(c.ended)
	for {
		select {
		case m := <-c.inbox:
			c.model.receive(m)
		case <-c.quit:
			return
		}
	}
}

func (c *conn) Close() {
	c.closed.Do(func() {
		close(c.quit)
		<-c.ended // want "`<-c.ended` can wait for ever: only a defer of a function further up the same stack closes `ended`"
	})
}

func start() *conn {
	r := &recorder{}
	c := &conn{model: r, inbox: make(chan int), quit: make(chan struct{}), ended: make(chan struct{})}
	r.onReceive = c.Close
	go c.loop()
	return c
}

func wait(start func(done <-chan struct{}) <-chan int, done <-chan struct{}) int {
	return <-start(done)
}

func values(<-chan struct{}) <-chan int { return nil }

// seen is stop under another name.
func alias() int {
	stop := make(chan struct{})
	defer close(stop)
	var seen <-chan struct{}
	n := wait(func(done <-chan struct{}) <-chan int {
		seen = done
		return values(done)
	}, stop)
	<-seen // want "`<-seen` can wait for ever: only a defer of the function that it is in closes `stop`"
	return n
}
