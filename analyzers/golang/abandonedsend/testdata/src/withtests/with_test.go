package withtests

import (
	"testing"
	"time"
)

func TestAsk(t *testing.T) {
	ch := make(chan int)
	go func() {
		ch <- answer() // it ends with the process
	}()
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
}
