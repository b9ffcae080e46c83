package a

import "time"

type poller struct{ stop chan struct{} }

func newPoller() *poller {
	p := &poller{stop: make(chan struct{})}
	go p.run()
	return p
}

func (p *poller) run() {
	for {
		select {
		case <-p.stop: // want "`<-p.stop` never comes: nothing closes `stop` or sends to it"
			return
		case <-time.After(time.Second):
			println("poll")
		}
	}
}

type stopper struct{ quit chan struct{} }

func newStopper() *stopper { return &stopper{make(chan struct{})} }

func (s *stopper) ShouldStop() <-chan struct{} {
	if s == nil {
		return nil
	}
	return s.quit
}

func process(s *stopper) {
	<-s.ShouldStop() // want "`<-s.ShouldStop\\(\\)` never comes: nothing closes `quit`"
}

type buffer struct{ c chan bool }

func newBuffer() *buffer { return &buffer{c: make(chan bool)} }

func (b *buffer) read() {
	select {
	case <-b.c: // want "`<-b.c` never comes"
	}
}
