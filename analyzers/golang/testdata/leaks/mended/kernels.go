package mended

import (
	"context"
	"errors"
	"sync"
	"time"
)

type node struct {
	status  chan chan int
	stopped chan struct{}
}

func newNode() *node { return &node{status: make(chan chan int), stopped: make(chan struct{})} }

func (n *node) run(ctx context.Context) {
	defer close(n.stopped)
	for {
		select {
		case c := <-n.status:
			c <- 1
		case <-ctx.Done():
			return
		}
	}
}

func (n *node) ask() {
	c := make(chan int, 1)
	select {
	case n.status <- c:
		println(<-c)
	case <-n.stopped:
	}
}

func serveNode(ctx context.Context) {
	n := newNode()
	go n.run(ctx)
	go n.ask()
	<-n.stopped
}

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

func rolledBack() {
	t := begin(context.Background())
	t.Rollback()
}

type rows struct{ cancel context.CancelFunc }

func openRows(ctx context.Context) *rows {
	r := &rows{}
	ctx, r.cancel = context.WithCancel(ctx)
	go r.await(ctx)
	return r
}

func (r *rows) await(ctx context.Context) {
	<-ctx.Done()
	r.close()
}

func (r *rows) close() { r.cancel() }

func readRows(ctx context.Context) {
	r := openRows(ctx)
	defer r.close()
}

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
		select {
		case w.results <- err != nil:
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
}

func (w *watch) fail(ctx context.Context) {
	select {
	case w.errs <- errors.New("failed"):
	case <-ctx.Done():
	}
	w.cancel()
}

func dial(addresses <-chan string) {
	go func() {
		done := make(chan bool)
		go follow(addresses, done)
		<-done
	}()
}

func follow(addresses <-chan string, done chan bool) {
	defer close(done)
	for a := range addresses {
		println(a)
	}
}

type plugin struct {
	ready *sync.Cond
	on    bool
}

func newPlugin() *plugin { return &plugin{ready: sync.NewCond(&sync.Mutex{})} }

func (p *plugin) activate() {
	p.ready.L.Lock()
	p.on = true
	p.ready.L.Unlock()
	p.ready.Broadcast()
}

func (p *plugin) await() {
	p.ready.L.Lock()
	defer p.ready.L.Unlock()
	for !p.on {
		p.ready.Wait()
	}
}

func monitor(stop <-chan bool, probe func()) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Second):
			result := make(chan bool, 1)
			go func() {
				probe()
				result <- true
			}()
			select {
			case <-stop:
				return
			case <-result:
			}
		}
	}
}

// The other way: the monitor waits for the probe.
func monitorDrains(stop <-chan bool, probe func()) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Second):
			result := make(chan bool)
			go func() {
				probe()
				result <- true
				close(result)
			}()
			select {
			case <-stop:
				<-result
				return
			case <-result:
			}
		}
	}
}

func transfer(layers []int) {
	progress := make(chan int)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		failed := false
		for p := range progress {
			failed = failed || p > 100
		}
	}()
	for _, l := range layers {
		progress <- l
	}
	close(progress)
	<-finished
}

func startAll(plugins []*plugin) {
	var group sync.WaitGroup
	group.Add(len(plugins))
	for _, p := range plugins {
		go func() {
			defer group.Done()
			p.activate()
		}()
	}
	group.Wait()
}

type conn struct {
	onMessage func()
	inbox     chan int
	quit      chan struct{}
	ended     chan struct{}
}

func connect() *conn {
	c := &conn{inbox: make(chan int), quit: make(chan struct{}), ended: make(chan struct{})}
	c.onMessage = func() { go c.Close() }
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
	<-c.ended
}

func exchange() {
	c := connect()
	c.inbox <- 1
	<-c.ended
}

type compactor struct{ wake chan struct{} }

func (c *compactor) Start(run func(func())) {
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

func waitFor(f func() error) <-chan error {
	errc := make(chan error, 1)
	if err := f(); err != nil {
		errc <- err
		return errc
	}
	close(errc)
	return errc
}

func spawn(f func() error) chan error {
	errc := make(chan error, 1)
	go func() { errc <- f() }()
	return errc
}

func fireAndForget(f func() error) {
	spawn(f)
}

func debounce(t *time.Timer, events <-chan int, quit <-chan struct{}) {
	for {
		select {
		case <-t.C:
			println("quiet")
		case <-events:
			t.Stop()
			t.Reset(time.Second)
		case <-quit:
			return
		}
	}
}
