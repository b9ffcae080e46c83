// Package fanout reports a goroutine for each element of a collection whose size nobody bounds, when the goroutines compute.
//
// As many goroutines compute at once as there are cores. The others exist all
// the same: each has a stack, holds its element and its buffers, and takes its
// turn. With a hundred thousand elements that is gigabytes, for a result that
// eight goroutines deliver as soon.
//
// Set a limit: errgroup.SetLimit(runtime.GOMAXPROCS(0)), a semaphore, or that
// many workers which take the elements from a channel.
//
// # Wrong
//
//	import (
//		"crypto/sha256"
//		"sync"
//	)
//
//	func digests(files [][]byte) [][32]byte {
//		sums := make([][32]byte, len(files))
//		var wg sync.WaitGroup
//		for i, file := range files {
//			wg.Go(func() {
//				sums[i] = sha256.Sum256(file)
//			})
//		}
//		wg.Wait()
//		return sums
//	}
//
// # Right
//
//	import (
//		"crypto/sha256"
//		"runtime"
//		"sync"
//	)
//
//	func digests(files [][]byte) [][32]byte {
//		sums := make([][32]byte, len(files))
//		limit := make(chan struct{}, runtime.GOMAXPROCS(0))
//		var wg sync.WaitGroup
//		for i, file := range files {
//			limit <- struct{}{}
//			wg.Go(func() {
//				defer func() { <-limit }()
//				sums[i] = sha256.Sum256(file)
//			})
//		}
//		wg.Wait()
//		return sums
//	}
//
// # When to ignore
//
// When the collection is short for a reason that the code does not show.
package fanout
