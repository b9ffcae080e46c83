package silent

import (
	"sync"

	"golang.org/x/sync/errgroup"
)

func waited(xs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		go func() {
			defer wg.Done()
			x()
		}()
	}
	wg.Wait()
}

func closer(xs []func() int) <-chan int {
	var wg sync.WaitGroup
	ch := make(chan int)
	for _, x := range xs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- x()
		}()
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	return ch
}

func passed(xs []func(), wait func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Go(x)
	}
	wait(&wg)
}

func returned(xs []func()) *sync.WaitGroup {
	wg := new(sync.WaitGroup)
	for _, x := range xs {
		wg.Go(x)
	}
	return wg
}

func deferred(x func() error) (err error) {
	var g errgroup.Group
	defer func() { err = g.Wait() }()
	g.Go(x)
	return nil
}

func perTrip(xs []func()) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			x()
		}()
		wg.Wait()
	}
}

func handed(xs []func(), atExit func(func())) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Go(x)
	}
	atExit(wg.Wait)
}

func given(wg *sync.WaitGroup, xs []func()) {
	for _, x := range xs {
		wg.Go(x)
	}
}

func daemon(next func() func()) {
	var wg sync.WaitGroup
	for {
		wg.Go(next())
	}
}
