package lib

func Async(f func() int) <-chan int { // want Async:"mustReceive"
	ch := make(chan int)
	go func() { ch <- f() }()
	return ch
}

func Roomy(f func() int) <-chan int {
	ch := make(chan int, 1)
	go func() { ch <- f() }()
	return ch
}

type Client struct{}

func (*Client) Call() chan error { // want Call:"mustReceive"
	done := make(chan error)
	go func() { done <- nil }()
	return done
}
