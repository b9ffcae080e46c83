// Package service makes thumbnails and fingerprints of uploads.
package service

import (
	"context"
	"crypto/sha256"
	"runtime"
	"sync"
)

// HashChain fingerprints a long upload. It takes a context and never looks at
// it: a client that has gone away still costs the whole computation.
func HashChain(ctx context.Context, blocks [][]byte) [32]byte {
	var sum [32]byte
	for _, block := range blocks {
		for range 1000 {
			sum = sha256.Sum256(append(sum[:], block...))
		}
	}
	return sum
}

// HashAll is HashChain that stops when the client has gone.
func HashAll(ctx context.Context, blocks [][]byte) (sum [32]byte, err error) {
	for _, block := range blocks {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		for range 1000 {
			sum = sha256.Sum256(append(sum[:], block...))
		}
	}
	return sum, nil
}

// HashMany lets 512 goroutines hash at once, on however few cores.
func HashMany(files [][]byte) [][32]byte {
	sums := make([][32]byte, len(files))
	slots := make(chan struct{}, 512)
	var wg sync.WaitGroup
	for i, file := range files {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			sums[i] = sha256.Sum256(file)
		}()
	}
	wg.Wait()
	return sums
}

// HashLimited is HashMany with one goroutine for each core.
func HashLimited(files [][]byte) [][32]byte {
	sums := make([][32]byte, len(files))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, file := range files {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			sums[i] = sha256.Sum256(file)
		}()
	}
	wg.Wait()
	return sums
}
