package wrong

import (
	"context"
	"errors"
	"sync"
	"time"
)

// A node answers requests until it is told to stop; a request may come later.
type node struct {
	status        chan chan int
	stop, stopped chan struct{}
}

func newNode() *node {
	return &node{status: make(chan chan int), stop: make(chan struct{}), stopped: make(chan struct{})}
}

func (n *node) run() {
	defer close(n.stopped)
	for {
		select {
		case c := <-n.status:
			c <- 1
		case <-n.stop:
			return
		}
	}
}

func (n *node) ask() {
	c := make(chan int, 1)
	n.status <- c // report
	println(<-c)
}

func serveNode() {
	n := newNode()
	go n.run()
	go n.ask()
	n.stop <- struct{}{}
	<-n.stopped
}

// A transaction waits for its own rollback.
type tx struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func begin(ctx context.Context) *tx {
	ctx, cancel := context.WithCancel(ctx)
	t := &tx{ctx: ctx, cancel: cancel}
	go t.await()
	return t
}

func (t *tx) await()    { <-t.ctx.Done() }
func (t *tx) Rollback() { t.cancel() }

func forgottenRollback() {
	begin(context.Background()) // report
}

// The rows cancel their context once it has ended.
type rows struct{ cancel context.CancelFunc }

func openRows(ctx context.Context) *rows {
	r := &rows{}
	ctx, r.cancel = context.WithCancel(ctx)
	go r.await(ctx)
	return r
}

func (r *rows) await(ctx context.Context) {
	<-ctx.Done() // report
	r.close()
}

func (r *rows) close() { r.cancel() }

// A watch sends its results to a channel that nobody reads.
type watch struct {
	cancel  context.CancelFunc
	results chan bool
	errs    chan error
}

func newWatch() (*watch, context.Context) {
	ctx, cancel := context.WithCancel(context.Background())
	return &watch{cancel: cancel, results: make(chan bool), errs: make(chan error)}, ctx
}

func (w *watch) run(ctx context.Context) {
	select {
	case err := <-w.errs:
		w.cancel()
		w.results <- err != nil // report
	case <-ctx.Done():
	}
}

func (w *watch) fail(ctx context.Context) {
	select {
	case w.errs <- errors.New("failed"):
	case <-ctx.Done():
	}
}

// The watcher for the end gets a channel that it does not use.
func dial(addresses <-chan string) {
	go func() {
		done := make(chan bool)
		go follow(addresses, done)
		<-done // report
	}()
}

func follow(addresses <-chan string, done chan bool) {
	for a := range addresses {
		println(a)
	}
}

// Plugins wait for an activation that nobody announces.
type plugin struct {
	ready *sync.Cond
	on    bool
}

func newPlugin() *plugin { return &plugin{ready: sync.NewCond(&sync.Mutex{})} }

func (p *plugin) activate() {
	p.ready.L.Lock()
	p.on = true
	p.ready.L.Unlock()
}

func (p *plugin) await() {
	p.ready.L.Lock()
	defer p.ready.L.Unlock()
	for !p.on {
		p.ready.Wait() // report
	}
}

// A probe is abandoned when the monitor stops.
func monitor(stop <-chan bool, probe func()) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Second):
			result := make(chan bool)
			go func() {
				probe()
				result <- true // report
			}()
			select {
			case <-stop:
				return
			case <-result:
			}
		}
	}
}

// The reader of progress gives up, and the sender waits for its end.
func transfer(layers []int) {
	progress := make(chan int)
	finished := make(chan struct{})
	go func() {
		for p := range progress {
			if p > 100 {
				return
			}
		}
		close(finished)
	}()
	for _, l := range layers {
		progress <- l
	}
	close(progress)
	<-finished // report
}

// The group is waited for in the loop that starts its members.
func startAll(plugins []*plugin) {
	var group sync.WaitGroup
	group.Add(len(plugins))
	for _, p := range plugins {
		go func() {
			defer group.Done()
			p.activate()
		}()
		group.Wait() // report
	}
}

// The message handler closes the connection whose loop it runs in.
type conn struct {
	onMessage func()
	inbox     chan int
	quit      chan struct{}
	ended     chan struct{}
}

func connect() *conn {
	c := &conn{inbox: make(chan int), quit: make(chan struct{}), ended: make(chan struct{})}
	c.onMessage = c.Close
	go c.dispatch()
	return c
}

func (c *conn) dispatch() {
	defer close(c.ended)
	for {
		select {
		case <-c.inbox:
			c.onMessage()
		case <-c.quit:
			return
		}
	}
}

func (c *conn) Close() {
	close(c.quit)
	<-c.ended // report
}

// A wake-up for a worker that does not run yet, twice.
type compactor struct{ wake chan struct{} }

func (c *compactor) Start(run func(func())) {
	c.wake <- struct{}{} // report
	run(func() {
		for range c.wake {
		}
	})
}

func compact(run func(func())) {
	c := &compactor{wake: make(chan struct{}, 1)}
	c.wake <- struct{}{}
	c.Start(run)
}

// The error is sent before anybody can receive it.
func waitFor(f func() error) <-chan error {
	errc := make(chan error)
	if err := f(); err != nil {
		errc <- err // report
		return errc
	}
	close(errc)
	return errc
}

// The result of a goroutine is not wanted.
func spawn(f func() error) chan error {
	errc := make(chan error)
	go func() { errc <- f() }()
	return errc
}

func fireAndForget(f func() error) {
	spawn(f) // report
}

// A timer's value is taken, and then drained.
func debounce(t *time.Timer, events <-chan int, quit <-chan struct{}) {
	for {
		select {
		case <-t.C:
			println("quiet")
		case <-events:
			if !t.Stop() {
				<-t.C // report
			}
			t.Reset(time.Second)
		case <-quit:
			return
		}
	}
}
