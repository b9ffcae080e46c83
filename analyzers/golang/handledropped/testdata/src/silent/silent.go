package silent

type conn struct{ quit chan struct{} }

func dial() *conn { // want dial:"mustStop\\(Close\\)"
	c := &conn{quit: make(chan struct{})}
	go c.loop()
	return c
}

func (c *conn) loop() { <-c.quit }

func (c *conn) Close() { close(c.quit) }
func (c *conn) Ping()  {}

func closed() {
	c := dial()
	defer c.Close()
	c.Ping()
}

func kept(list []*conn) []*conn {
	c := dial()
	return append(list, c)
}

func methodValue(atExit func(func())) {
	c := dial()
	atExit(c.Close)
}

func forEver() {
	c := dial()
	for {
		c.Ping()
	}
}

// Anybody can end this one.
type open struct{ quit chan struct{} }

func newOpen() *open {
	o := &open{quit: make(chan struct{})}
	go func() { <-o.quit }()
	return o
}

func end(o *open) { close(o.quit) }

func drop() { newOpen() }

// This one has another end.
type timed struct{ quit chan struct{} }

func newTimed(n int) *timed {
	t := &timed{quit: make(chan struct{})}
	go func() {
		for range n {
			select {
			case <-t.quit:
				return
			default:
			}
		}
	}()
	return t
}

func (t *timed) Close() { close(t.quit) }

func dropTimed() { newTimed(1) }
