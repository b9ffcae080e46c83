package started

import (
	"context"
	"sync"
)

type agent struct {
	status  chan int
	queries chan chan int
	counted chan int
	called  chan int
	done    chan struct{}
	group   sync.WaitGroup
}

func newAgent() *agent {
	return &agent{status: make(chan int), queries: make(chan chan int), counted: make(chan int), called: make(chan int), done: make(chan struct{})}
}

func (a *agent) run(ctx context.Context) {
	for {
		select {
		case n := <-a.status:
			if n == 0 {
				return
			}
		case c := <-a.queries:
			c <- 1
		case <-a.counted:
		case <-a.called:
		case <-ctx.Done():
			return
		}
	}
}

func (a *agent) wait(epoch int) {
	a.status <- epoch // want "the send to `a.status` waits for ever once the loop that receives has returned; select on a way out as well"
}

func (a *agent) start(ctx context.Context) {
	go a.run(ctx)
	go a.wait(1)
	go func() {
		c := make(chan int, 1)
		a.queries <- c // want "the send to `a.queries` waits for ever"
		println(<-c)
	}()
}

// The group may be waited for before the loop is told to end.
func (a *agent) count() {
	a.group.Add(1)
	go func() {
		defer a.group.Done()
		a.counted <- 1
	}()
}

// Its users have to know: with -calls.
func (a *agent) Call() { a.called <- 1 }

type mended struct {
	status chan int
	roomy  chan int
}

func newMended() *mended { return &mended{status: make(chan int), roomy: make(chan int, 1)} }

func (m *mended) run(ctx context.Context) {
	for {
		select {
		case <-m.status:
		case <-m.roomy:
		case <-ctx.Done():
			return
		}
	}
}

func (m *mended) wait(ctx context.Context) {
	select {
	case m.status <- 1:
	case <-ctx.Done():
	}
}

func (m *mended) deliver() { m.roomy <- 1 }

func (m *mended) start(ctx context.Context) {
	go m.run(ctx)
	go m.wait(ctx)
	go m.deliver()
}

// Whoever makes the object knows when it stops.
func local(ctx context.Context) {
	go func() {
		a := newAgent()
		go a.run(ctx)
		a.status <- 1
	}()
}

func all(agents []*agent) {
	go func() {
		for _, a := range agents {
			a.status <- 1 // want "the send to `a.status` waits for ever"
		}
	}()
}

// The loop ends with its context, and so, mostly, does everything else.
type service struct{ events chan int }

func newService() *service { return &service{events: make(chan int)} }

func (s *service) run(ctx context.Context) {
	for {
		select {
		case e := <-s.events:
			println(e)
		case <-ctx.Done():
			return
		}
	}
}

func (s *service) note(e int) { s.events <- e }

func serve(ctx context.Context) {
	s := newService()
	go s.note(1)
	s.run(ctx)
}
