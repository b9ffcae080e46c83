package measure

import "time"

// Deadlines inside a child are instants of its own processor time, so that a job
// gets as far on a busy machine as on an idle one. The parent bounds the wall
// time (package sandbox).
type instant time.Duration

// now is the processor time that this process has used, of all threads.
func now() instant { return instant(processTime()) }

func (t instant) add(d time.Duration) instant { return t + instant(d) }

// left is the processor time until t; negative when t is past.
func (t instant) left() time.Duration { return time.Duration(t - now()) }

func (t instant) past() bool { return t.left() <= 0 }

func earlier(a, b instant) instant { return min(a, b) }

// at calls f, on a goroutine of its own, when the instant has come, unless stop
// was called before. After stop, f has returned or will not be called.
func (t instant) at(f func()) (stop func()) {
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		timer := time.NewTimer(t.pause())
		defer timer.Stop()
		for {
			select {
			case <-done:
				return
			case <-timer.C:
				if t.past() {
					f()
					return
				}
				timer.Reset(t.pause())
			}
		}
	}()
	return func() {
		close(done)
		<-gone
	}
}

// pause is how long to wait before looking at the clock again: several threads
// use up processor time faster than the wall clock runs.
func (t instant) pause() time.Duration {
	return min(max(t.left()/4, 500*time.Microsecond), 50*time.Millisecond)
}
