package silent

import (
	"context"
	"sync"
	"sync/atomic"
)

func perTrip(xs []int) (sum int) {
	for _, x := range xs {
		ch := make(chan int)
		go func() { ch <- x }()
		sum += <-ch
	}
	return sum
}

func two(f func(int) int) int {
	ch := make(chan int)
	for i := range 2 {
		go func() { ch <- f(i) }()
	}
	a, b := <-ch, <-ch
	return a + b
}

func guarded(ctx context.Context, xs []int) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ch := make(chan int)
	for _, x := range xs {
		go func() {
			select {
			case ch <- x:
			case <-ctx.Done():
			}
		}()
	}
	return <-ch
}

func room(xs []int) int {
	ch := make(chan int, len(xs))
	for _, x := range xs {
		go func() { ch <- x }()
	}
	return <-ch
}

func all(xs []int) (sum int) {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- x }()
	}
	for range xs {
		sum += <-ch
	}
	return sum
}

func drained(xs []int) int {
	ch := make(chan int)
	for _, x := range xs {
		go func() { ch <- x }()
	}
	defer func() {
		go func() {
			for range len(xs) - 1 {
				<-ch
			}
		}()
	}()
	return <-ch
}

func onlyOne(xs []int) int {
	ch := make(chan int)
	for _, x := range xs {
		if x > 0 {
			go func() { ch <- x }()
			break
		}
	}
	return <-ch
}

func once(fs []func() int) int {
	ch := make(chan int)
	var once sync.Once
	for _, f := range fs {
		go func() {
			v := f()
			once.Do(func() { ch <- v })
		}()
	}
	return <-ch
}

func elected(fs []func() int) int {
	ch := make(chan int)
	var won atomic.Bool
	for _, f := range fs {
		go func() {
			if v := f(); won.CompareAndSwap(false, true) {
				ch <- v
			}
		}()
	}
	return <-ch
}

func lastOne(fs []func()) {
	ch := make(chan bool)
	left := int32(len(fs))
	for _, f := range fs {
		go func() {
			f()
			if atomic.AddInt32(&left, -1) == 0 {
				ch <- true
			}
		}()
	}
	<-ch
}

func locked(fs []func() int) int {
	ch := make(chan int)
	var mu sync.Mutex
	sent := false
	for _, f := range fs {
		go func() {
			v := f()
			mu.Lock()
			defer mu.Unlock()
			if !sent {
				sent = true
				ch <- v
			}
		}()
	}
	return <-ch
}
