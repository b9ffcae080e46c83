package a

type node struct {
	status chan chan int
	events chan int
	stop   chan struct{}
}

func newNode() *node {
	n := &node{status: make(chan chan int), events: make(chan int), stop: make(chan struct{})}
	go n.run()
	return n
}

func (n *node) run() {
	for {
		select {
		case c := <-n.status:
			c <- 1
		case <-n.events:
		case <-n.stop:
			return
		}
	}
}

func (n *node) Status() int {
	c := make(chan int, 1)
	n.status <- c // want "the send to `n.status` waits for ever once the loop that receives has returned; select on `n.stop` as well"
	return <-c
}

func (n *node) Event() {
	n.events <- 1 // want "the send to `n.events` waits for ever"
}

func (n *node) Stop() { close(n.stop) }
