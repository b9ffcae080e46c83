package silent

import (
	"os"
	"os/signal"
)

func room() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	go func() { <-ch }()
}

func started() {
	ch := make(chan int)
	go func() { <-ch }()
	ch <- 1
}

func startedOnOnePath(now bool) {
	ch := make(chan int)
	if now {
		go func() { ch <- 1 }()
	}
	<-ch
}

func escaped(register func(chan<- int)) int {
	ch := make(chan int)
	register(ch)
	return <-ch
}

func byReference(fill func(*chan int)) int {
	ch := make(chan int)
	fill(&ch)
	return <-ch
}

func signals() {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch)
	<-ch
}

func tried() bool {
	ch := make(chan int)
	select {
	case ch <- 1:
		return true
	default:
		return false
	}
}

func closed() {
	ch := make(chan int)
	close(ch)
	<-ch
}

func closedLater(handle func(func())) {
	ch := make(chan int)
	handle(func() { close(ch) })
	<-ch
}

func onPurpose() {
	for ever := make(chan struct{}); ; {
		<-ever
	}
}

func semaphore(work func()) {
	sem := make(chan struct{}, 4)
	for range 100 {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			work()
		}()
	}
	for range 4 {
		sem <- struct{}{}
	}
}

func sentThenReceived(ok bool) int {
	ch := make(chan int, 1)
	if ok {
		ch <- 1
	}
	if ok {
		return <-ch
	}
	return 0
}

func inStruct() *struct{ ch chan int } {
	ch := make(chan int)
	s := &struct{ ch chan int }{ch}
	go func() { <-s.ch }()
	ch <- 1
	return s
}

func viaVariable() {
	ch := make(chan int)
	other := ch
	go func() { <-other }()
	ch <- 1
}

func filled(xs []int) {
	ch := make(chan int, 3)
	for _, x := range xs {
		ch <- x
		if len(ch) == cap(ch) {
			<-ch
		}
	}
}

func changedOutOfSight(visit func(func())) {
	ch := make(chan int)
	found := false
	visit(func() { found = true })
	if found {
		go func() { ch <- 1 }()
	}
	<-ch
}

type compactor struct{ wake chan struct{} }

// Mended: the value that is there already wakes it as well.
func (c *compactor) start(run func(func())) {
	select {
	case c.wake <- struct{}{}:
	default:
	}
	run(func() {
		for range c.wake {
		}
	})
}

func compact(run func(func())) {
	c := &compactor{wake: make(chan struct{}, 1)}
	c.wake <- struct{}{}
	c.start(run)
}

func (c *compactor) serve() {
	for range c.wake {
	}
}

// The receiver comes first.
func startedFirst() {
	c := &compactor{wake: make(chan struct{})}
	go c.serve()
	c.wake <- struct{}{}
}

// Somebody else has it.
func registered(register func(*compactor)) {
	c := &compactor{wake: make(chan struct{})}
	register(c)
	c.wake <- struct{}{}
}

func (c *compactor) drain() { <-c.wake }

func emptied() {
	c := &compactor{wake: make(chan struct{}, 1)}
	c.wake <- struct{}{}
	c.drain()
	c.wake <- struct{}{}
}
