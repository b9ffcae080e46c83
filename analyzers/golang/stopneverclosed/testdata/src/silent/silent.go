package silent

import "time"

type closed struct{ stop chan struct{} }

func newClosed() *closed {
	c := &closed{stop: make(chan struct{})}
	go c.run()
	return c
}

func (c *closed) run() {
	for {
		select {
		case <-c.stop:
			return
		case <-time.After(time.Second):
		}
	}
}

func (c *closed) close() { close(c.stop) }

type sent struct{ stop chan struct{} }

func (s *sent) run()  { s.stop = make(chan struct{}); <-s.stop }
func (s *sent) halt() { s.stop <- struct{}{} }

type Exported struct{ Stop chan struct{} }

func (e *Exported) run() { e.Stop = make(chan struct{}); <-e.Stop }

type given struct{ stop chan struct{} }

func newGiven(stop chan struct{}) *given { return &given{stop: stop} }

func (g *given) run() { <-g.stop }

type positional struct{ stop chan struct{} }

func newPositional(stop chan struct{}) positional { return positional{stop} }

func (p *positional) reset() { p.stop = make(chan struct{}) }
func (p *positional) run()   { <-p.stop }

type lent struct{ stop chan struct{} }

func newLent() *lent { return &lent{stop: make(chan struct{})} }

func (l *lent) chanOf() chan struct{} { return l.stop }
func (l *lent) run()                  { <-l.stop }

type aliased struct{ stop chan struct{} }

func newAliased() *aliased { return &aliased{stop: make(chan struct{})} }

func (a *aliased) run() { <-a.stop }
func (a *aliased) end() {
	s := a.stop
	close(s)
}

type passed struct{ stop chan struct{} }

func newPassed(watch func(chan struct{})) *passed {
	p := &passed{stop: make(chan struct{})}
	watch(p.stop)
	return p
}

func (p *passed) run() { <-p.stop }

type otherExit struct{ stop chan struct{} }

func newOtherExit(n int) {
	o := &otherExit{stop: make(chan struct{})}
	go func() {
		for i := 0; i < n; i++ {
			select {
			case <-o.stop:
				return
			case <-time.After(time.Second):
			}
		}
	}()
}

// The caller of Run decides how long it runs.
type service struct{ stop chan struct{} }

func NewService() *service { return &service{stop: make(chan struct{})} }

func (s *service) Run() {
	for {
		select {
		case <-s.stop:
			return
		case <-time.After(time.Second):
		}
	}
}

type generic[T any] struct{ stop chan T }

func newGeneric[T any]() *generic[T] { return &generic[T]{stop: make(chan T)} }

func (g *generic[T]) run()   { <-g.stop }
func (g *generic[T]) close() { close(g.stop) }

// A package variable lives as long as the process.
var quit = make(chan bool)

func serve() {
	go func() {
		for {
			select {
			case v := <-quit:
				println(v)
				return
			default:
				println("again")
			}
		}
	}()
}
