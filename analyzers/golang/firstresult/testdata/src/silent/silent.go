package silent

import "context"

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
