package a

func send(handle func(int)) {
	ch := make(chan int)
	ch <- 1 // want "the send to `ch` waits for ever: nobody else has the channel yet"
	go func() { handle(<-ch) }()
}

func receive(handle func() int) {
	ch := make(chan int)
	println(<-ch) // want "the receive from `ch` waits for ever"
	go func() { ch <- handle() }()
}

func oneTooMany(register func(chan int)) {
	ch := make(chan int, 1)
	ch <- 1
	ch <- 2 // want "the send to `ch` waits for ever: its room for 1 is used up"
	register(ch)
}

func onePath(early bool) {
	ch := make(chan int)
	if early {
		ch <- 1 // want "the send to `ch` waits for ever"
		return
	}
	go func() { ch <- 1 }()
	<-ch
}

func loop(register func(chan int)) {
	ch := make(chan int)
	for i := 0; i < 3; i++ {
		ch <- i // want "the send to `ch` waits for ever"
	}
	register(ch)
}

func ranged() {
	ch := make(chan int)
	for range ch { // want "the receive from `ch` waits for ever"
	}
	close(ch)
}

func singleCase(register func(chan int)) {
	ch := make(chan int)
	select {
	case ch <- 1: // want "the send to `ch` waits for ever"
	}
	register(ch)
}

type compactor struct{ wake chan struct{} }

func (c *compactor) start(run func(func())) {
	c.wake <- struct{}{} // want "the send to `c.wake` waits for ever: its room for 1 is used up, and nobody else has `c` yet"
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
