package silent

import (
	"context"
	"time"
)

func daemon(work func()) {
	t := time.NewTicker(time.Minute)
	go func() {
		for range t.C {
			work()
		}
	}()
}

func guarded(ctx context.Context, work func()) {
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	go func() {
		for {
			select {
			case <-t.C:
				print(".")
			case <-ctx.Done():
				return
			}
		}
	}()
	work()
}

func exits(work func() bool) {
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	go func() {
		for range t.C {
			if work() {
				return
			}
		}
	}()
	work()
}

func own(work func()) {
	go func() {
		t := time.NewTicker(time.Minute)
		defer t.Stop()
		for range t.C {
			work()
		}
	}()
}

func handedOn(work func(), keep func(*time.Ticker)) {
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	keep(t)
	go func() {
		for range t.C {
			work()
		}
	}()
}

func forEver(work func()) {
	t := time.NewTicker(time.Minute)
	go func() {
		for range t.C {
			work()
		}
	}()
	for {
		work()
		if false {
			t.Stop()
		}
	}
}

func reset(work func()) {
	t := time.NewTicker(time.Minute)
	for range t.C {
		work()
		t.Stop()
		return
	}
}
