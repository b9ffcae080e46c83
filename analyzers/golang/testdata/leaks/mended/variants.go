package mended

import (
	"context"
	"sync"
	"time"
)

// The same bugs, mended in other ways than in the files beside.

// Somebody drains what the loop no longer takes.
type framer struct {
	mu    sync.Mutex
	reset chan bool
	quit  chan bool
}

func newFramer() *framer { return &framer{reset: make(chan bool), quit: make(chan bool)} }

func (f *framer) monitor() {
	reset := f.reset
	<-f.quit
	go func() {
		for range reset {
		}
	}()
	f.mu.Lock()
	close(reset)
	f.reset = nil
	f.mu.Unlock()
}

func (f *framer) write() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reset != nil {
		f.reset <- true
	}
}

func frames() {
	f := newFramer()
	go f.monitor()
	f.write()
	f.quit <- true
}

// The sender waits no longer than its context.
func restore(ctx context.Context, spans int) bool {
	ready := make(chan bool, 4)
	go func() {
		defer close(ready)
		for i := range spans {
			select {
			case ready <- i > 0:
			case <-ctx.Done():
				return
			}
		}
	}()
	for ok := range ready {
		select {
		case <-ctx.Done():
			return ok
		default:
		}
	}
	return true
}

// There is room for the two that can be sent.
func finish(timeout time.Duration, f func() error) error {
	done, failed := make(chan bool, 1), make(chan error, 1)
	go func() {
		if err := f(); err != nil {
			failed <- err
		} else {
			done <- true
		}
	}()
	select {
	case <-done:
		return nil
	case err := <-failed:
		return err
	case <-time.After(timeout):
		return context.DeadlineExceeded
	}
}

// Closing needs nobody who receives.
func probe(stop <-chan bool, ask func()) {
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		ask()
	}()
	select {
	case <-stop:
	case <-answered:
	}
}

// The receiver waits outside of the lock.
type idle struct {
	mu      sync.Mutex
	awaken  chan struct{}
	streams int
}

func newIdle() *idle { return &idle{awaken: make(chan struct{})} }

func (i *idle) keepalive() {
	i.mu.Lock()
	none := i.streams == 0
	i.mu.Unlock()
	if none {
		<-i.awaken
	}
}

func (i *idle) open() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.streams++
	if i.streams == 1 {
		select {
		case i.awaken <- struct{}{}:
		default:
		}
	}
}

// What is waited for is decided before.
type activation struct {
	done *sync.Cond
	on   bool
	err  error
}

func (a *activation) settled() bool { return a.on || a.err != nil }

func (a *activation) await() error {
	a.done.L.Lock()
	defer a.done.L.Unlock()
	for !a.settled() {
		a.done.Wait()
	}
	return a.err
}

func failing(err error) error {
	a := &activation{done: sync.NewCond(&sync.Mutex{})}
	a.err = err
	ended := make(chan error)
	go func() { ended <- a.await() }()
	return <-ended
}

// Room for all that is sent, and nobody who takes it.
type backlog struct{ events chan int }

func newBacklog() *backlog { return &backlog{events: make(chan int, 2)} }

func (b *backlog) add(events []int) {
	for _, e := range events {
		b.events <- e
	}
}

func fill() {
	b := newBacklog()
	b.add([]int{1, 2})
}

// The callee has a stop of its own, which it closes first.
func waitUntil(start func(stop <-chan struct{}) <-chan struct{}, ready func() bool) {
	stop := make(chan struct{})
	defer close(stop)
	for range start(stop) {
		if ready() {
			return
		}
	}
}

func poll(tick func()) {
	var stopped <-chan struct{}
	waitUntil(func(stop <-chan struct{}) <-chan struct{} {
		stopped = stop
		ticks := make(chan struct{})
		go func() {
			defer close(ticks)
			for {
				select {
				case <-stop:
					return
				default:
					tick()
				}
			}
		}()
		return ticks
	}, func() bool { return true })
	<-stopped
}
