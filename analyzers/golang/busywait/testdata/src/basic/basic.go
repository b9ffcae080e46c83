package basic

import (
	"runtime"
	"sync/atomic"
	"time"
)

func wait(results chan int) int {
	for { // want "asks its channels again and again"
		select {
		case result := <-results:
			return result
		default:
		}
	}
}

func waitContinue(results chan int, stop <-chan struct{}) int {
	for { // want "asks its channels again and again"
		select {
		case result := <-results:
			return result
		case <-stop:
			return 0
		default:
			continue
		}
	}
}

func waitCommented(results chan int) int {
	for { // want "asks its channels again and again"
		select {
		case result := <-results:
			return result
		default:
			// keep looking
		}
	}
}

func waitWhile(results chan int) (n int) {
	for n < 10 { // want "asks its channels again and again"
		select {
		case <-results:
			n++
		default:
		}
	}
	return n
}

func sleeps(results chan int) int {
	for {
		select {
		case result := <-results:
			return result
		default:
			time.Sleep(time.Millisecond)
		}
	}
}

func works(results chan int, step func()) int {
	for {
		select {
		case result := <-results:
			return result
		default:
			step()
		}
	}
}

func worksAfter(results chan int, step func()) int {
	for {
		select {
		case result := <-results:
			return result
		default:
		}
		step()
	}
}

func drains(results chan int) {
	for {
		select {
		case <-results:
		default:
			return
		}
	}
}

func drainsLabel(results chan int) {
loop:
	for {
		select {
		case <-results:
		default:
			break loop
		}
	}
}

func counts(results chan int) {
	for i := 0; i < 10; i++ {
		select {
		case <-results:
		default:
		}
	}
}

func waits(results chan int) int {
	for {
		select {
		case result := <-results:
			return result
		}
	}
}

var done bool

func flag() {
	for !done { // want "waits for `!done` to change without synchronisation"
	}
}

type server struct{ ready bool }

func (s *server) wait() {
	for !s.ready { // want "waits for `!s.ready` to change"
		continue
	}
}

func gosched(s *server) {
	for !s.ready { // want "calls runtime.Gosched until"
		runtime.Gosched()
	}
}

func goschedForever() {
	for { // want "calls runtime.Gosched until"
		runtime.Gosched()
	}
}

// Asked through a call: an atomic, or a function that may wait.
func spins(ready *atomic.Bool) {
	for !ready.Load() {
		runtime.Gosched()
	}
	for !ready.Load() {
	}
}

func receives(tick chan bool) {
	for <-tick {
	}
}

func forever() {
	for {
	}
}

func breaks(s *server) {
	for { // want "waits for `s.ready` to change"
		if s.ready {
			break
		}
	}
}

func breaksAfterWork(s *server, step func()) {
	for {
		if s.ready {
			break
		}
		step()
	}
}

func breaksOnCall(ready *atomic.Bool) {
	for {
		if ready.Load() {
			break
		}
	}
}
