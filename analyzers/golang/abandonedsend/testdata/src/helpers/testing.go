package helpers

import (
	"testing"
	"time"
)

func TestServer(t *testing.T, f func() error) {
	ch := make(chan error)
	go func() {
		ch <- f() // as above, by the name of the file
	}()
	select {
	case err := <-ch:
		t.Error(err)
	case <-time.After(time.Minute):
	}
}
