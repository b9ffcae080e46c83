package silent

import "sync"

type conn struct {
	handle func(int)
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
			c.handle(m)
		case <-c.quit:
			return
		}
	}
}

func (c *conn) close() {
	c.closed.Do(func() {
		close(c.quit)
		<-c.ended
	})
}

// Mended: the callback closes from elsewhere.
func start() *conn {
	c := &conn{inbox: make(chan int), quit: make(chan struct{}), ended: make(chan struct{})}
	c.handle = func(int) { go c.close() }
	go c.loop()
	return c
}

func use() {
	c := start()
	defer c.close()
	c.inbox <- 1
}

// Mended: closed before it is awaited.
func closedFirst(values func(<-chan struct{})) {
	stop := make(chan struct{})
	var seen <-chan struct{} = stop
	values(stop)
	close(stop)
	<-seen
}

func wait(start func(done <-chan struct{}), done, other <-chan struct{}) {
	start(other)
	_ = done
}

// Another channel comes back.
func other(elsewhere <-chan struct{}) {
	stop := make(chan struct{})
	defer close(stop)
	var seen <-chan struct{}
	wait(func(done <-chan struct{}) { seen = done }, stop, elsewhere)
	<-seen
}

// The defer belongs to a goroutine.
func goroutine(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

type link struct{ done chan struct{} }

func newLink() *link { return &link{make(chan struct{})} }

// The defer closes before it waits.
func (l *link) serve() {
	defer func() {
		close(l.done)
		l.Close()
	}()
}

func (l *link) Close() { <-l.done }
