package helpers

import (
	"testing"
	"time"
)

func Shutdown(tb testing.TB, f func() error) {
	ch := make(chan error)
	go func() {
		ch <- f() // a test's helper: it ends with the process
	}()
	select {
	case err := <-ch:
		tb.Error(err)
	case <-time.After(time.Minute):
		tb.Fatal("timed out")
	}
}
