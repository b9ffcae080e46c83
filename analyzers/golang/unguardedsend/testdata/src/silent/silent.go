package silent

type node struct {
	guarded, forever, roomy, ranged chan int
	stop                            chan struct{}
}

func newNode() *node {
	n := &node{make(chan int), make(chan int), make(chan int, 1), make(chan int), make(chan struct{})}
	go n.run()
	go n.serve()
	go n.each()
	return n
}

func (n *node) run() {
	for {
		select {
		case <-n.guarded:
		case <-n.roomy:
		case <-n.stop:
			return
		}
	}
}

func (n *node) serve() {
	for {
		select {
		case <-n.forever:
		case <-n.stop:
			println("stop")
		}
	}
}

func (n *node) each() {
	for range n.ranged {
	}
}

func (n *node) use() {
	select {
	case n.guarded <- 1:
	case <-n.stop:
	}
	n.forever <- 1
	n.roomy <- 1
	n.ranged <- 1
}

type once struct{ ch chan int }

func (o *once) run() {
	o.ch = make(chan int)
	go func() { o.ch <- 1 }()
	<-o.ch
}
