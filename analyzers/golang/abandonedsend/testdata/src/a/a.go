package a

import (
	"context"
	"errors"
	"sync"
	"time"
)

func timeout(ctx context.Context, ask func() int) int {
	answer := make(chan int)
	go func() {
		answer <- ask() // want "the send to `answer` can wait for ever"
	}()
	select {
	case a := <-answer:
		return a
	case <-ctx.Done():
		return 0
	}
}

func earlyReturn(err error) int {
	ch := make(chan int)
	go func() {
		ch <- 1 // want "the send to `ch` can wait for ever"
	}()
	if err != nil {
		return 0
	}
	return <-ch
}

func twoChannels(f func() error) {
	ok := make(chan bool)
	errs := make(chan error)
	go func() {
		if err := f(); err != nil {
			errs <- err // want "the send to `errs` can wait for ever"
			return
		}
		ok <- true // want "the send to `ok` can wait for ever"
	}()
	select {
	case <-ok:
	case <-errs:
	case <-time.After(time.Second):
	}
}

func doubleSend(err error) {
	ch := make(chan error)
	go func() {
		if err != nil {
			ch <- err
		}
		ch <- nil // want "the send to `ch` can wait for ever"
	}()
	<-ch
}

func tooSmall() {
	ch := make(chan int, 1)
	go func() {
		ch <- 1
		ch <- 2
		ch <- 3 // want "the send to `ch` can wait for ever"
	}()
	<-ch
}

func twoStarts(f, g func() error) error {
	errs := make(chan error)
	go func() { errs <- f() }()
	go func() { errs <- g() }() // want "the send to `errs` can wait for ever"
	return <-errs
}

func firstErrorOfMany(jobs []func() error) error {
	errs := make(chan error)
	for _, job := range jobs {
		go func() { errs <- job() }() // want "the send to `errs` can wait for ever"
	}
	for range jobs {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func generator(names []string, use func(string) error) error {
	ch := make(chan string)
	go func() {
		defer close(ch)
		for _, n := range names {
			ch <- n // want "the send to `ch` can wait for ever"
		}
	}()
	for n := range ch {
		if err := use(n); err != nil {
			return err
		}
	}
	return nil
}

func byParameter(d time.Duration) {
	done := make(chan struct{})
	go report(done, d)
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

func report(done chan<- struct{}, d time.Duration) {
	time.Sleep(d)
	done <- struct{}{} // want "the send to `done` can wait for ever"
}

func inLoop(stop chan bool) {
	for {
		done := make(chan bool)
		go func() {
			done <- true // want "the send to `done` can wait for ever"
		}()
		select {
		case <-stop:
			return
		case <-done:
		}
	}
}

func ownerLoops(tick <-chan time.Time) {
	for range tick {
		done := make(chan bool)
		go func() {
			done <- true // want "the send to `done` can wait for ever"
		}()
		select {
		case <-tick:
		case <-done:
		}
	}
}

func wait(wg *sync.WaitGroup) error {
	done := make(chan struct{})
	var started sync.WaitGroup
	started.Go(func() {
		wg.Wait()
		done <- struct{}{} // want "the send to `done` can wait for ever"
	})
	select {
	case <-done:
		return nil
	case <-time.After(time.Second):
		return errors.New("timeout")
	}
}

func breakThenReturn(xs []int) {
	ch := make(chan int)
	go func() {
		for _, x := range xs {
			ch <- x // want "the send to `ch` can wait for ever"
		}
		close(ch)
	}()
	n := time.Now()
	for range ch {
		if time.Since(n) > time.Second {
			break
		}
	}
}

func tagSwitch(mode int) {
	ch := make(chan int)
	go func() { ch <- 1 }() // want "the send to `ch` can wait for ever"
	switch mode {
	case 1:
		<-ch
	case 2:
		println("no")
	default:
		<-ch
	}
}

func namedClosure(ctx context.Context) {
	ch := make(chan int)
	work := func() {
		ch <- 1 // want "the send to `ch` can wait for ever"
	}
	go work()
	select {
	case <-ch:
	case <-ctx.Done():
	}
}

type probe struct{ stop chan struct{} }

func (p *probe) run() {
	results := make(chan bool)
	go func() {
		results <- true // want "the send to `results` can wait for ever"
		close(results)
	}()
	select {
	case <-p.stop:
		return
	case <-results:
	case <-time.After(1):
		<-results
	}
}

func waitsFirst(jobs []func() error) error {
	errs := make(chan error)
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs <- job() // want "the send to `errs` waits for ever: the function that would receive waits for `wg`"
		}()
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func mixed() {
	ch := make(chan int)
	wg := sync.WaitGroup{}
	wg.Add(1)
	go func() {
		ch <- 0 // want "the send to `ch` waits for ever: the function that would receive waits for `wg`"
		wg.Done()
	}()
	wg.Wait()
	<-ch
}

const size = 6

func moreThanRoom(done <-chan bool) bool {
	ch := make(chan bool, size)
	go func() {
		defer close(ch)
		fill(ch)
	}()
	for v := range ch {
		select {
		case <-done:
			return v
		}
	}
	return true
}

func fill(ch chan bool) {
	for i := 0; i < size+2; i++ {
		ch <- i != 0 // want "the send to `ch` can wait for ever"
	}
}
