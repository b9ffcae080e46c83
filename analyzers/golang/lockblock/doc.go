// Package lockblock reports mutexes that are held while the goroutine waits for something else.
//
// A mutex is meant to be held for nanoseconds. A goroutine that keeps one while
// it receives from a channel, waits for a group, sleeps or calls over the
// network makes everybody else who needs the lock wait for that too; and if what
// it waits for needs the same lock, nobody ever goes on.
//
// Take what is needed out of the guarded data, unlock, and wait then.
//
// # Wrong
//
//	import "sync"
//
//	type cache struct {
//		mu    sync.Mutex
//		ready chan struct{}
//		data  map[string]string
//	}
//
//	func (c *cache) get(key string) string {
//		c.mu.Lock()
//		defer c.mu.Unlock()
//		<-c.ready
//		return c.data[key]
//	}
//
// # Right
//
//	import "sync"
//
//	type cache struct {
//		mu    sync.Mutex
//		ready chan struct{}
//		data  map[string]string
//	}
//
//	func (c *cache) get(key string) string {
//		<-c.ready
//		c.mu.Lock()
//		defer c.mu.Unlock()
//		return c.data[key]
//	}
//
// # When to ignore
//
// When the mutex exists to let one goroutine at a time do the waiting, as in a
// connection that sends one request after the other.
package lockblock
