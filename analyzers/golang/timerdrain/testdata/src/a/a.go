package a

import (
	"context"
	"time"
)

type strategy struct {
	timer *time.Timer
	reset chan struct{}
}

func (s *strategy) loop(ctx context.Context) {
	for {
		select {
		case <-s.timer.C:
			println("due")
		case <-s.reset:
			if !s.timer.Stop() {
				<-s.timer.C // want "`<-s.timer.C` waits for ever when the value has been taken before"
			}
			s.timer.Reset(time.Second)
		case <-ctx.Done():
			return
		}
	}
}

func twice(t *time.Timer) {
	<-t.C
	if !t.Stop() {
		<-t.C // want "waits for ever when the value has been taken before"
	}
}
