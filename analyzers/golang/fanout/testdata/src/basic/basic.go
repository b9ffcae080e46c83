package basic

import (
	"crypto/sha256"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"
)

func digests(files [][]byte) [][32]byte {
	sums := make([][32]byte, len(files))
	var wg sync.WaitGroup
	for i, file := range files {
		wg.Go(func() { // want "starts a goroutine for each round of a loop without a bound"
			sums[i] = sha256.Sum256(file)
		})
	}
	wg.Wait()
	return sums
}

func results(files [][]byte) {
	out := make(chan [32]byte)
	for i := 0; i < len(files); i++ {
		go func() { // want "starts a goroutine for each round"
			out <- sha256.Sum256(files[i])
		}()
	}
	for range files {
		<-out
	}
}

func group(files [][]byte) error {
	var g errgroup.Group
	for _, file := range files {
		g.Go(func() error { // want "starts a goroutine for each round"
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	return g.Wait()
}

func groupLimited(files [][]byte) error {
	var g errgroup.Group
	g.SetLimit(8)
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	return g.Wait()
}

func semaphore(files [][]byte) {
	sem := make(chan struct{}, 8)
	for _, file := range files {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			sum := sha256.Sum256(file)
			_ = sum
		}()
	}
}

func bounded(files [4][]byte) {
	for _, file := range files {
		go func() {
			sum := sha256.Sum256(file)
			_ = sum
		}()
	}
}

func network(urls []string) {
	for _, url := range urls {
		go func() { _, _ = http.Get(url) }()
	}
}

func trivial(flags []bool) {
	var wg sync.WaitGroup
	for i := range flags {
		wg.Go(func() { flags[i] = true })
	}
	wg.Wait()
}
