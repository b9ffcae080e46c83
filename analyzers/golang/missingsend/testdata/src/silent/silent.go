package silent

import (
	"context"
	"log"
	"runtime"
	"time"
)

// Mended: a deferred close covers every path.
func errorPath(read func() (int, error)) int {
	size := make(chan int)
	go func() {
		defer close(size)
		n, err := read()
		if err != nil {
			return
		}
		size <- n
	}()
	return <-size
}

func consumer(values []int) {
	updates := make(chan int)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for v := range updates {
			if v < 0 {
				return
			}
		}
	}()
	for _, v := range values {
		updates <- v
	}
	close(updates)
	<-finished
}

func deferredLiteral(check func() bool) {
	done := make(chan struct{})
	go func() {
		defer func() {
			recover()
			close(done)
		}()
		if !check() {
			runtime.Goexit()
		}
	}()
	<-done
}

// Every path sends.
func both(read func() (int, error)) int {
	size := make(chan int)
	go func() {
		n, err := read()
		if err != nil {
			size <- -1
			return
		}
		size <- n
	}()
	return <-size
}

// The process ends, or the goroutine panics.
func fatal(read func() (int, error)) int {
	size := make(chan int)
	go func() {
		n, err := read()
		if err != nil {
			log.Fatal(err)
		}
		if n < 0 {
			panic("negative")
		}
		size <- n
	}()
	return <-size
}

// The receiver asks for the same condition.
func sameCondition(want bool) int {
	out := make(chan int)
	go func() {
		if want {
			out <- 1
		}
	}()
	if want {
		return <-out
	}
	return 0
}

// The receiver can choose otherwise.
func guarded(ctx context.Context, read func() (int, error)) int {
	size := make(chan int, 1)
	go func() {
		n, err := read()
		if err != nil {
			return
		}
		size <- n
	}()
	select {
	case n := <-size:
		return n
	case <-ctx.Done():
		return 0
	}
}

// The error travels on another channel, which is asked first.
func pair(read func() (int, error)) (int, error) {
	size := make(chan int, 1)
	errc := make(chan error, 1)
	go func() {
		n, err := read()
		errc <- err
		if err != nil {
			return
		}
		size <- n
	}()
	if err := <-errc; err != nil {
		return 0, err
	}
	return <-size, nil
}

// The goroutine was told to end.
func told(ctx context.Context) {
	tick := make(chan int)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			tick <- 1
		}
	}()
	<-tick
}

// A loop that runs zero times is not held against it.
func first(values []int) int {
	out := make(chan int)
	done := make(chan struct{})
	go func() {
		for _, v := range values {
			select {
			case out <- v:
			case <-done:
				return
			}
		}
	}()
	defer close(done)
	return <-out
}

// A flag says whether there is something to wait for.
func flag(read func() (int, error)) int {
	out := make(chan int)
	started := make(chan bool, 1)
	var ok bool
	go func() {
		n, err := read()
		ok = err == nil
		started <- ok
		if !ok {
			return
		}
		out <- n
	}()
	if <-started {
		return <-out
	}
	return 0
}

// Somebody else closes as well.
func shared(read func() bool) {
	done := make(chan struct{})
	go func() {
		if read() {
			return
		}
		done <- struct{}{}
	}()
	time.AfterFunc(time.Second, func() { close(done) })
	<-done
}
