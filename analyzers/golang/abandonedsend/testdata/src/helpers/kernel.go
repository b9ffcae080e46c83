package helpers

import (
	"testing"
	"time"
)

func TestKernel(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- len(t.Name()) // want "the send to `ch` can wait for ever"
	}()
	select {
	case <-ch:
	case <-time.After(time.Minute):
	}
}
