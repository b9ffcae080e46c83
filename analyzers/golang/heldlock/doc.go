// Package heldlock reports mutexes that a goroutine locks twice, and those that a function leaves locked on one of its ways out.
//
// Go's mutexes do not know who holds them. A goroutine that locks one again, often
// by calling a method that locks for its own sake, waits for itself, for ever. A
// function that returns early without the unlock that its other ways out have
// leaves everybody else waiting. Locking an RWMutex for reading twice goes well
// until a writer comes in between: the second reader waits for the writer, and the
// writer for the first.
//
// The rule follows the lock along the paths of the function and through calls
// inside the package, as long as it is plain that it is the same mutex of the same
// object, and the call locks on every path. Where one function locks and another
// one unlocks, it says nothing about ways out.
//
// # Wrong
//
//	import "sync"
//
//	type store struct {
//		mu    sync.Mutex
//		items map[string]int
//	}
//
//	func (s *store) Len() int {
//		s.mu.Lock()
//		defer s.mu.Unlock()
//		return len(s.items)
//	}
//
//	func (s *store) Put(key string) {
//		s.mu.Lock()
//		defer s.mu.Unlock()
//		if s.Len() < 100 {
//			s.items[key]++
//		}
//	}
//
// # Right
//
//	import "sync"
//
//	type store struct {
//		mu    sync.Mutex
//		items map[string]int
//	}
//
//	func (s *store) Len() int {
//		s.mu.Lock()
//		defer s.mu.Unlock()
//		return s.lenLocked()
//	}
//
//	func (s *store) lenLocked() int { return len(s.items) }
//
//	func (s *store) Put(key string) {
//		s.mu.Lock()
//		defer s.mu.Unlock()
//		if s.lenLocked() < 100 {
//			s.items[key]++
//		}
//	}
//
// # When to ignore
//
// When the path cannot be taken for a reason that the code does not show, such as
// two variables that never hold the same object.
package heldlock
