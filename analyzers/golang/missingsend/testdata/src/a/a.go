package a

import (
	"errors"
	"math/rand"
	"runtime"
)

func errorPath(read func() (int, error)) int {
	size := make(chan int)
	go func() {
		n, err := read()
		if err != nil {
			return
		}
		size <- n
	}()
	return <-size // want "`<-size` can wait for ever: the goroutine that answers can end without a send to `size`"
}

// The consumer gives up early and skips its report.
func consumer(values []int) {
	updates := make(chan int)
	finished := make(chan struct{})
	go func() {
		for v := range updates {
			if v < 0 {
				return
			}
		}
		close(finished)
	}()
	for _, v := range values {
		updates <- v
	}
	close(updates)
	<-finished // want "can wait for ever"
}

func answer(out chan<- int) {
	if rand.Intn(2) == 0 {
		return
	}
	out <- 1
}

// The goroutine is a function of the package.
func named() int {
	out := make(chan int, 1)
	go answer(out)
	return <-out // want "can wait for ever"
}

func goexit(check func() bool) {
	done := make(chan struct{})
	go func() {
		if !check() {
			runtime.Goexit()
		}
		close(done)
	}()
	<-done // want "can wait for ever"
}

// A switch without the one case.
func kinds(kind int) error {
	errc := make(chan error)
	go func() {
		switch kind {
		case 1:
			errc <- errors.New("one")
		case 2:
			errc <- nil
		}
	}()
	return <-errc // want "can wait for ever"
}
