package a

type conn struct{}

func (c *conn) watch(done chan bool) {
	println("watching")
}

func dial(c *conn) {
	go func() {
		done := make(chan bool)
		go c.watch(done)
		<-done // want "the receive from `done` waits for ever: nobody who has the channel sends to it or closes it"
	}()
}

func unnamed() {
	done := make(chan bool)
	go func(chan bool) {
		println("working")
	}(done)
	<-done // want "the receive from `done` waits for ever"
}

func deeper() {
	done := make(chan bool)
	go first(done)
	<-done // want "the receive from `done` waits for ever"
}

func first(done chan bool) { second(done) }

func second(done chan bool) { println(len(done)) }

func nobodyReads() {
	results := make(chan int)
	go func() {
		results <- 1 // want "the send to `results` waits for ever: nobody who has the channel receives from it"
	}()
	for {
		println("working")
	}
}

func bothWait() {
	ch := make(chan int)
	go func() {
		<-ch // want "the receive from `ch` waits for ever"
	}()
}

type watch struct {
	result chan int
	errs   chan error
}

func newWatch() *watch {
	return &watch{result: make(chan int), errs: make(chan error)}
}

func (w *watch) run() {
	<-w.errs
	w.result <- 1 // want "the send to `w.result` waits for ever: nothing in the package receives from `result`"
}

func (w *watch) stop() { w.errs <- nil }

// The loop has the channel under another name, and only closes it.
type framer struct {
	resets chan bool
	quit   chan bool
}

func newFramer() *framer { return &framer{resets: make(chan bool), quit: make(chan bool)} }

func (f *framer) monitor() {
	resets := f.resets
	<-f.quit
	close(resets)
	f.resets = nil
}

func (f *framer) write() {
	if f.resets != nil {
		f.resets <- true // want "the send to `f.resets` waits for ever"
	}
}

func (f *framer) stop() { f.quit <- true }
