// Package oversizedpool reports pools that let far more goroutines compute at once than there are cores.
//
// A limit of 500 is reasonable for goroutines that wait for a network. For
// goroutines that compute it is no limit: as many run as there are cores, and
// the rest hold their buffers and stacks, take turns, spoil the caches of each
// other, and stretch the time of every single task. The pool is slower than one
// of the machine's size, and its memory grows with the limit.
//
// The rule looks at errgroup.SetLimit, semaphore.NewWeighted, channels used as
// semaphores, loops that start workers, and the pools of ants, pond, tunny,
// workerpool and conc. It reports a constant above the number of cores (set it
// with -cores; 64 when unknown), and more than four times runtime.NumCPU or
// GOMAXPROCS. It does so only when every task of the pool is known to compute:
// no I/O, no lock, no call whose code is unknown. runtime.GOMAXPROCS(0) is the
// number of goroutines that can compute at once, in containers too.
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
//		limit := make(chan struct{}, 1000)
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
// When the target machine has more cores than the limit: say so with -cores.
// When tasks are of very different length and the limit bounds memory rather
// than parallelism, a moderate factor over the cores can be right.
package oversizedpool
