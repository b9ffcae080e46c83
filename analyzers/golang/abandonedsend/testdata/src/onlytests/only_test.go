package onlytests

import (
	"testing"
	"time"
)

func ask(f func() int) {
	ch := make(chan int)
	go func() {
		ch <- f() // want "the send to `ch` can wait for ever"
	}()
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
}

func TestAsk(t *testing.T) { ask(func() int { return 1 }) }
