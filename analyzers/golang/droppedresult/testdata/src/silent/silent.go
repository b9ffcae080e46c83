package silent

import (
	"context"
	"time"
)

func async(f func() int) <-chan int { // want async:"mustReceive"
	ch := make(chan int)
	go func() { ch <- f() }()
	return ch
}

func guarded(ctx context.Context, f func() int) <-chan int {
	ch := make(chan int)
	go func() {
		select {
		case ch <- f():
		case <-ctx.Done():
		}
	}()
	return ch
}

func dropGuarded(ctx context.Context) { guarded(ctx, nil) }

func received(f func() int) int {
	ch := async(f)
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Second):
		println("slow")
		return <-ch
	}
}

func deferred(f func() int) {
	ch := async(f)
	defer func() { <-ch }()
	f()
}

func handedOn(f func() int) <-chan int {
	ch := async(f)
	return ch
}

func kept(f func() int, list []<-chan int) []<-chan int {
	return append(list, async(f))
}

func generator(n int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- i
		}
	}()
	return ch
}

func ranged() {
	for v := range generator(3) {
		println(v)
	}
}
