package silent

type node struct {
	guarded, forever, roomy, ranged chan int
	stop                            chan struct{}
}

func newNode() *node {
	n := &node{make(chan int), make(chan int), make(chan int, 1), make(chan int), make(chan struct{})}
	go n.run()
	go n.serve()
	go n.each()
	return n
}

func (n *node) run() {
	for {
		select {
		case <-n.guarded:
		case <-n.roomy:
		case <-n.stop:
			return
		}
	}
}

func (n *node) serve() {
	for {
		select {
		case <-n.forever:
		case <-n.stop:
			println("stop")
		}
	}
}

func (n *node) each() {
	for range n.ranged {
	}
}

func (n *node) use() {
	select {
	case n.guarded <- 1:
	case <-n.stop:
	}
	n.forever <- 1
	n.roomy <- 1
	n.ranged <- 1
}

type once struct{ ch chan int }

func (o *once) run() {
	o.ch = make(chan int)
	go func() { o.ch <- 1 }()
	<-o.ch
}

type client struct {
	ops  chan int
	errs chan error
	quit chan struct{}
}

// dispatch drains what read still has to say, until read says that it ends.
func (c *client) dispatch() {
	defer c.drain()
	for {
		select {
		case op := <-c.ops:
			println(op)
		case <-c.quit:
			return
		}
	}
}

func (c *client) drain() {
	for {
		select {
		case <-c.ops:
		case <-c.errs:
			return
		}
	}
}

func (c *client) read(next func() (int, error)) {
	for {
		op, err := next()
		if err != nil {
			c.errs <- err
			return
		}
		c.ops <- op
	}
}

func (c *client) Close() { close(c.quit) }

func newClient(next func() (int, error)) *client {
	c := &client{ops: make(chan int), errs: make(chan error), quit: make(chan struct{})}
	go c.dispatch()
	go c.read(next)
	return c
}

// A worker ends for each value.
type crew struct {
	jobs, kill chan int
	stop       chan struct{}
	size       int
}

func (c *crew) worker() {
	for {
		select {
		case j := <-c.jobs:
			println(j)
		case <-c.kill:
			return
		case <-c.stop:
			return
		}
	}
}

func (c *crew) resize(n int) {
	for c.size < n {
		go c.worker()
		c.size++
	}
	for c.size > n {
		go func() { c.kill <- 1 }()
		c.size--
	}
}

func (c *crew) Close() { close(c.stop) }

func newCrew() *crew {
	return &crew{kill: make(chan int), jobs: make(chan int, 9), stop: make(chan struct{})}
}
