//go:build go1.21

package silent

import "time"

func stopped() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	<-t.C
}

func daemon() {
	t := time.NewTicker(time.Second)
	for {
		<-t.C
	}
}

func kept() *time.Ticker {
	t := time.NewTicker(time.Second)
	<-t.C
	return t
}

func goroutine() {
	t := time.NewTicker(time.Second)
	go func() {
		for range t.C {
		}
	}()
}
