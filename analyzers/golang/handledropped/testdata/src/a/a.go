package a

type worker struct {
	ch   chan int
	done chan int
}

func (w worker) Start() { // want Start:"mustStop\\(Stop\\)"
	go func() {
		for {
			select {
			case <-w.ch:
			case <-w.done:
				return
			}
		}
	}()
}

func (w worker) Stop() { close(w.done) }

func (w worker) Add(x int) { w.ch <- x }

func lifecycle(xs []int) {
	w := worker{ch: make(chan int), done: make(chan int)}
	w.Start() // want "`Start` starts a goroutine that only Stop ends, and nothing here calls it"
	for _, x := range xs {
		w.Add(x)
	}
}

type conn struct{ quit chan struct{} }

func dial() *conn { // want dial:"mustStop\\(Close,shutdown\\)"
	c := &conn{quit: make(chan struct{})}
	go c.loop()
	return c
}

func (c *conn) loop() {
	<-c.quit
}

func (c *conn) shutdown() { close(c.quit) }
func (c *conn) Close()    { c.shutdown() }
func (c *conn) Ping()     {}

func dropped() {
	dial()      // want "`dial` starts a goroutine that only Close or shutdown ends"
	_ = dial()  // want "`dial` starts"
	c := dial() // want "`dial` starts"
	c.Ping()
}
