package a

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

func never(xs []func()) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1) // want "nobody waits for the goroutines of `wg`: the function returns while they run; call wg.Wait"
		go func() {
			defer wg.Done()
			x()
		}()
	}
}

func neverGo(xs []func()) {
	wg := &sync.WaitGroup{}
	for _, x := range xs {
		wg.Go(x) // want "nobody waits for the goroutines of `wg`"
	}
}

func neverErr(ctx context.Context, x func() error) {
	g, _ := errgroup.WithContext(ctx)
	g.Go(x) // want "nobody waits for the goroutines of `g`"
}

func early(xs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		go func(f func()) {
			defer wg.Done()
			f()
		}(x)
		wg.Wait() // want "`wg.Wait\\(\\)` waits for goroutines that later trips of this loop would start"
	}
}
