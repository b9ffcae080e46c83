// Package condneversignalled reports waiting on a condition variable that nobody signals.
//
// (*sync.Cond).Wait returns after Signal or Broadcast, and after nothing else. A
// condition variable that only its package can reach, and that no code of the
// package signals, holds every goroutine that waits for ever. So does a wait in a
// loop that asks for nothing but local variables which nobody changes: whatever
// signal comes, it waits again.
//
// Call Broadcast, or Signal for a single waiter, wherever the awaited state
// changes, and at shutdown.
//
// # Wrong
//
//	import "sync"
//
//	type queue struct {
//		mu       sync.Mutex
//		nonEmpty *sync.Cond
//		items    []string
//	}
//
//	func newQueue() *queue {
//		q := &queue{}
//		q.nonEmpty = sync.NewCond(&q.mu)
//		return q
//	}
//
//	func (q *queue) push(s string) {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		q.items = append(q.items, s)
//	}
//
//	func (q *queue) pop() string {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		for len(q.items) == 0 {
//			q.nonEmpty.Wait()
//		}
//		s := q.items[0]
//		q.items = q.items[1:]
//		return s
//	}
//
// # Right
//
//	import "sync"
//
//	type queue struct {
//		mu       sync.Mutex
//		nonEmpty *sync.Cond
//		items    []string
//	}
//
//	func newQueue() *queue {
//		q := &queue{}
//		q.nonEmpty = sync.NewCond(&q.mu)
//		return q
//	}
//
//	func (q *queue) push(s string) {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		q.items = append(q.items, s)
//		q.nonEmpty.Signal()
//	}
//
//	func (q *queue) pop() string {
//		q.mu.Lock()
//		defer q.mu.Unlock()
//		for len(q.items) == 0 {
//			q.nonEmpty.Wait()
//		}
//		s := q.items[0]
//		q.items = q.items[1:]
//		return s
//	}
//
// # When to ignore
//
// When the signal comes from assembly, cgo or reflection.
package condneversignalled
