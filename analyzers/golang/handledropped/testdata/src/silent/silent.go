package silent

import "context"

type conn struct{ quit chan struct{} }

func dial() *conn { // want dial:"mustStop\\(Close\\)"
	c := &conn{quit: make(chan struct{})}
	go c.loop()
	return c
}

func (c *conn) loop() { <-c.quit }

func (c *conn) Close() { close(c.quit) }
func (c *conn) Ping()  {}

func closed() {
	c := dial()
	defer c.Close()
	c.Ping()
}

func kept(list []*conn) []*conn {
	c := dial()
	return append(list, c)
}

func methodValue(atExit func(func())) {
	c := dial()
	atExit(c.Close)
}

func forEver() {
	c := dial()
	for {
		c.Ping()
	}
}

// Anybody can end this one.
type open struct{ quit chan struct{} }

func newOpen() *open {
	o := &open{quit: make(chan struct{})}
	go func() { <-o.quit }()
	return o
}

func end(o *open) { close(o.quit) }

func drop() { newOpen() }

// This one has another end.
type timed struct{ quit chan struct{} }

func newTimed(n int) *timed {
	t := &timed{quit: make(chan struct{})}
	go func() {
		for range n {
			select {
			case <-t.quit:
				return
			default:
			}
		}
	}()
	return t
}

func (t *timed) Close() { close(t.quit) }

func dropTimed() { newTimed(1) }

type tx struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func begin(ctx context.Context) *tx { // want begin:"mustStop\\(Rollback\\)"
	ctx, cancel := context.WithCancel(ctx)
	t := &tx{ctx: ctx, cancel: cancel}
	go t.await()
	return t
}

func (t *tx) await()    { <-t.ctx.Done() }
func (t *tx) Rollback() { t.cancel() }

// The caller's context ends it.
func scoped(ctx context.Context) { begin(ctx) }

func rolledBack() {
	t := begin(context.Background())
	defer t.Rollback()
}

// Run is itself the work.
type server struct {
	jobs chan int
	quit chan struct{}
}

func (s *server) Run() {
	go s.watch()
	for {
		if <-s.jobs < 0 {
			return
		}
	}
}

func (s *server) watch() { <-s.quit }
func (s *server) Stop()  { close(s.quit) }

func serve() {
	s := &server{jobs: make(chan int), quit: make(chan struct{})}
	s.Run()
}
