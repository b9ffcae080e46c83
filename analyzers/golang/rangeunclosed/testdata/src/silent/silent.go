package silent

import (
	"os"
	"os/signal"
	"sync"
	"time"
)

func closed(jobs []int) {
	ch := make(chan int)
	go func() {
		for j := range ch {
			println(j)
		}
	}()
	for _, j := range jobs {
		ch <- j
	}
	close(ch)
}

func closedByHelper(jobs []int) {
	ch := make(chan int)
	go func() {
		for j := range ch {
			println(j)
		}
	}()
	finish(ch, jobs)
}

func finish(ch chan<- int, jobs []int) {
	defer close(ch)
	for _, j := range jobs {
		ch <- j
	}
}

func escapes(register func(chan<- int)) {
	ch := make(chan int)
	register(ch)
	go func() {
		for j := range ch {
			println(j)
		}
	}()
}

type server struct{ in chan int }

func (s *server) start() {
	ch := make(chan int)
	s.in = ch
	go func() {
		for range ch {
		}
	}()
}

func signals() {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt)
	go func() {
		for range ch {
			println("again")
		}
	}()
}

func ticks() {
	go func() {
		for range time.Tick(time.Second) {
			println("tick")
		}
	}()
}

func exits(jobs []int) {
	ch := make(chan int)
	go func() {
		for j := range ch {
			if j < 0 {
				return
			}
		}
	}()
	for _, j := range jobs {
		ch <- j
	}
	ch <- -1
}

func breaks(jobs []int) {
	ch := make(chan int)
	go func() {
	loop:
		for j := range ch {
			switch j {
			case 0:
				break loop
			}
		}
	}()
	for _, j := range jobs {
		ch <- j
	}
}

func neverReturns(next func() int) {
	ch := make(chan int)
	go func() {
		for j := range ch {
			println(j)
		}
	}()
	for {
		ch <- next()
	}
}

func endlessSender(next func() int) {
	ch := make(chan int)
	go func() {
		for {
			ch <- next()
		}
	}()
	for j := range ch {
		println(j)
	}
}

func manySenders(jobs []int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, j := range jobs {
		wg.Go(func() { ch <- j })
	}
	go func() { wg.Wait(); close(ch) }()
	for j := range ch {
		sum += j
	}
	return sum
}

func deferredClose(jobs []int) {
	ch := make(chan int)
	defer func() {
		close(ch)
	}()
	go func() {
		for range ch {
		}
	}()
	for _, j := range jobs {
		ch <- j
	}
}
