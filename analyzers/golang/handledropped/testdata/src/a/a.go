package a

import "context"

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

type tx struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func begin(ctx context.Context) *tx { // want begin:"mustStop\\(Rollback,end\\)"
	ctx, cancel := context.WithCancel(ctx)
	t := &tx{ctx: ctx, cancel: cancel}
	go t.await()
	return t
}

func (t *tx) await()    { <-t.ctx.Done() }
func (t *tx) end()      { t.cancel() }
func (t *tx) Rollback() { t.end() }

func forgotten() {
	begin(context.Background()) // want "`begin` starts a goroutine that only Rollback or end ends"
}
