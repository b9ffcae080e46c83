// Package lockcycle reports waiting under a lock for a goroutine that needs the lock first.
//
// A function locks a mutex and waits, for a send, a receive or a group. Whoever
// could end the wait takes the same mutex on its way there. When the two meet,
// each waits for the other, for ever, and so does everybody else who needs the
// lock. It happens rarely enough to pass the tests.
//
// The rule looks at channels and groups that only this package can reach, and
// reports a wait only when everybody who could end it takes the mutex before. With
// -all it also looks at groups, and at channels with room for one value. Let
// the lock go before waiting: copy what is needed out of it.
//
// # Wrong
//
//	import "sync"
//
//	type queue struct {
//		mu    sync.Mutex
//		jobs  chan int
//		ended chan struct{}
//		count int
//	}
//
//	func newQueue() *queue {
//		q := &queue{jobs: make(chan int, 1), ended: make(chan struct{})}
//		go func() {
//			defer close(q.ended)
//			for range q.jobs {
//				q.add()
//			}
//		}()
//		return q
//	}
//
//	func (q *queue) add() {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		q.count++
//	}
//
//	func (q *queue) stop() {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		close(q.jobs)
//		<-q.ended
//	}
//
// # Right
//
//	import "sync"
//
//	type queue struct {
//		mu    sync.Mutex
//		jobs  chan int
//		ended chan struct{}
//		count int
//	}
//
//	func newQueue() *queue {
//		q := &queue{jobs: make(chan int, 1), ended: make(chan struct{})}
//		go func() {
//			defer close(q.ended)
//			for range q.jobs {
//				q.add()
//			}
//		}()
//		return q
//	}
//
//	func (q *queue) add() {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		q.count++
//	}
//
//	func (q *queue) stop() {
//		q.mu.Lock()
//		close(q.jobs)
//		q.mu.Unlock()
//		<-q.ended
//	}
//
// # When to ignore
//
// When the two mutexes always belong to different objects of one type, or when
// the other goroutine cannot be on its way any more.
package lockcycle
