package silent

import (
	"context"
	"time"
)

type strategy struct {
	timer *time.Timer
	reset chan struct{}
	taken bool
}

// Mended: the drain can find nothing.
func (s *strategy) loop(ctx context.Context) {
	for {
		select {
		case <-s.timer.C:
			println("due")
		case <-s.reset:
			if !s.timer.Stop() {
				select {
				case <-s.timer.C:
				default:
				}
			}
			s.timer.Reset(time.Second)
		case <-ctx.Done():
			return
		}
	}
}

// Every case sets the timer.
func (s *strategy) always() {
	for {
		select {
		case <-s.timer.C:
			s.timer.Reset(time.Second)
		case <-s.reset:
			if !s.timer.Stop() {
				<-s.timer.C
			}
			s.timer.Reset(time.Second)
		}
	}
}

// It remembers.
func (s *strategy) remembers() {
	for {
		select {
		case <-s.timer.C:
			s.taken = true
		case <-s.reset:
			if !s.taken && !s.timer.Stop() {
				<-s.timer.C
			}
			s.timer.Reset(time.Second)
			s.taken = false
		}
	}
}

// The usual way to stop.
func once(done <-chan struct{}) {
	t := time.NewTimer(time.Second)
	select {
	case <-done:
		if !t.Stop() {
			<-t.C
		}
	case <-t.C:
	}
}

// A timer for each trip.
func each(done <-chan struct{}) {
	for {
		t := time.NewTimer(time.Second)
		select {
		case <-done:
			if !t.Stop() {
				<-t.C
			}
		case <-t.C:
		}
	}
}

// It waits for the timer only while something is due, and sets it then.
func (s *strategy) whileDue(due []int) {
	for {
		select {
		case <-s.timer.C:
			due = due[1:]
			if len(due) > 0 {
				s.timer.Reset(time.Second)
			}
		case <-s.reset:
			if len(due) > 0 {
				if !s.timer.Stop() {
					<-s.timer.C
				}
				due = nil
			}
		}
	}
}
