package a

import "time"

func async(f func() int) <-chan int { // want async:"mustReceive"
	ch := make(chan int)
	go func() { ch <- f() }()
	return ch
}

func viaVariable(f func() int) int {
	ch := async(f) // want "the goroutine that `async` starts waits for ever"
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Second):
		return 0
	}
}

func earlyReturn(f func() int, err error) int {
	ch := async(f) // want "the goroutine that `async` starts waits for ever"
	if err != nil {
		return 0
	}
	return <-ch
}
