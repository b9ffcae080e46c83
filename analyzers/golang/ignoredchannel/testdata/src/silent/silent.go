package silent

import "time"

type conn struct{}

func (c *conn) watch(done chan bool) { defer close(done) }

func dial(c *conn) {
	done := make(chan bool)
	go c.watch(done)
	<-done
}

type watcher interface{ watch(done chan bool) }

func dynamic(w watcher) {
	done := make(chan bool)
	go w.watch(done)
	<-done
}

func guarded() {
	done := make(chan bool)
	go func() { println(done == nil) }()
	select {
	case <-done:
	case <-time.After(1):
	}
}

func answered() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	<-ch
}

func deferred() {
	ch := make(chan int)
	defer close(ch)
	go func() { <-ch }()
}

func buffered() {
	ch := make(chan int, 1)
	go func() { ch <- 1 }()
}

type watch struct {
	guarded, read, lent, roomy, given chan int
	Exported                          chan int
}

func newWatch(given chan int) *watch {
	return &watch{
		guarded: make(chan int), read: make(chan int), lent: make(chan int),
		roomy: make(chan int, 1), given: given, Exported: make(chan int),
	}
}

func (w *watch) results() <-chan int { return w.lent }

func (w *watch) run(stop chan bool) {
	select {
	case w.guarded <- 1:
	case <-stop:
	}
	w.read <- 1
	w.lent <- 1
	w.roomy <- 1
	w.given <- 1
	w.Exported <- 1
}

func (w *watch) take() int { return <-w.read }

type positional struct{ ch chan int }

func newPositional(ch chan int) positional { return positional{ch} }

func (p *positional) reset() { p.ch = make(chan int) }
func (p *positional) send()  { p.ch <- 1 }

// Received under another name.
type framer struct {
	resets chan bool
	quit   chan bool
}

func newFramer() *framer { return &framer{resets: make(chan bool), quit: make(chan bool)} }

func (f *framer) monitor() {
	resets := f.resets
	for {
		select {
		case <-resets:
		case <-f.quit:
			return
		}
	}
}

func (f *framer) write() { f.resets <- true }
func (f *framer) stop()  { close(f.quit) }

// There is room for all that is ever sent.
type history struct{ events chan int }

func newHistory() *history { return &history{events: make(chan int, 2)} }

func (h *history) note(events []int) {
	for _, e := range events {
		h.events <- e
	}
}

func (h *history) both() {
	h.note([]int{1})
	h.note([]int{2})
}

// One for each object.
type copier struct{ result chan error }

func newCopier() *copier { return &copier{result: make(chan error, 1)} }

func (c *copier) pump() { c.result <- nil }

func (c *copier) run() { go c.pump() }

func twoCopies(again bool) {
	first := newCopier()
	first.run()
	if again {
		second := newCopier()
		second.run()
	}
	for range 3 {
		c := newCopier()
		c.run()
	}
}
