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

// The object arranges for its end.
type feed struct {
	onEnd func()
	quit  chan struct{}
	ended chan struct{}
}

func open2() *feed {
	f := &feed{quit: make(chan struct{}), ended: make(chan struct{})}
	f.onEnd = func() { f.Close() }
	go f.loop()
	return f
}

func (f *feed) loop() {
	defer close(f.ended)
	<-f.quit
}

func (f *feed) Close() { close(f.quit) }

func start() { open2() }

// The user waits for the end.
type job struct {
	quit  chan struct{}
	ended chan struct{}
}

func newJob() *job { // want newJob:"mustStop\\(Cancel\\)"
	j := &job{quit: make(chan struct{}), ended: make(chan struct{})}
	go j.loop()
	return j
}

func (j *job) loop() {
	defer close(j.ended)
	<-j.quit
}

func (j *job) Cancel() { close(j.quit) }

func await() {
	j := newJob()
	<-j.ended
}
