package across

import (
	"context"
	"lib"
)

func dropped() {
	lib.Async(func() int { return 1 })     // want "the goroutine that `Async` starts waits for ever to deliver its result"
	_ = lib.Async(func() int { return 1 }) // want "the goroutine that `Async` starts"
	lib.Roomy(func() int { return 1 })
	<-lib.Async(func() int { return 1 })
}

func timeout(ctx context.Context, c *lib.Client) error {
	select {
	case err := <-c.Call(): // want "the goroutine that `Call` starts"
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

type caller interface{ Call() chan error }

func dynamic(c caller) { c.Call() }
