package basic

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"net/http"
	"os"
	"runtime"
	"sync"

	"github.com/panjf2000/ants/v2"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

func digests(files [][]byte) [][32]byte {
	sums := make([][32]byte, len(files))
	var g errgroup.Group
	g.SetLimit(1000) // want "`1000` goroutines of this group compute at once, more than the 64 cores of most machines"
	for i, file := range files {
		g.Go(func() error {
			sums[i] = sha256.Sum256(file)
			return nil
		})
	}
	_ = g.Wait()
	return sums
}

func digestsOfFiles(paths []string) [][32]byte {
	sums := make([][32]byte, len(paths))
	var g errgroup.Group
	g.SetLimit(1000)
	for i, path := range paths {
		g.Go(func() error {
			data, err := os.ReadFile(path)
			sums[i] = sha256.Sum256(data)
			return err
		})
	}
	_ = g.Wait()
	return sums
}

// One of the tasks waits.
func mixed(files [][]byte, url string) {
	var g errgroup.Group
	g.SetLimit(1000)
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	g.Go(func() error {
		_, err := http.Get(url)
		return err
	})
	_ = g.Wait()
}

// Others may add tasks.
func handedOn(files [][]byte, add func(*errgroup.Group)) {
	var g errgroup.Group
	g.SetLimit(1000)
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	add(&g)
	_ = g.Wait()
}

func withinCores(files [][]byte) {
	var g errgroup.Group
	g.SetLimit(16)
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	_ = g.Wait()
}

func perCore(ctx context.Context, files [][]byte) error {
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(runtime.NumCPU() * 16) // want "`runtime.NumCPU\\(\\) \\* 16` goroutines of this group compute at once, 16 for each core"
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	return g.Wait()
}

func twicePerCore(ctx context.Context, files [][]byte) error {
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(2 * runtime.NumCPU())
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	return g.Wait()
}

func clamped(ctx context.Context, files [][]byte) error {
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(min(1000, runtime.NumCPU()))
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	return g.Wait()
}

func configured(ctx context.Context, files [][]byte, limit int) error {
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	return g.Wait()
}

func trivial(flags []bool) {
	var g errgroup.Group
	g.SetLimit(1000)
	for i := range flags {
		g.Go(func() error {
			flags[i] = true
			return nil
		})
	}
	_ = g.Wait()
}

// Workers.

func primes(jobs <-chan int, results chan<- bool) {
	var wg sync.WaitGroup
	const workers = 200
	for i := 0; i < workers; i++ { // want "`workers` goroutines of this loop of workers compute at once"
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range jobs {
				results <- isPrime(n)
			}
		}()
	}
	wg.Wait()
}

func primesByName(jobs <-chan int, results chan<- bool) {
	workers := runtime.NumCPU() * 100
	for range workers { // want "`workers` goroutines of this loop of workers compute at once, 100 for each core"
		go primeWorker(jobs, results)
	}
}

func primeWorker(jobs <-chan int, results chan<- bool) {
	for n := range jobs {
		results <- isPrime(n)
	}
}

func primesGroup(jobs <-chan int, results chan<- bool) {
	var wg sync.WaitGroup
	for range 100 { // want "`100` goroutines"
		wg.Go(func() { primeWorker(jobs, results) })
		wg.Go(func() {
			for n := range jobs {
				results <- isPrime(n)
			}
		})
	}
	wg.Wait()
}

func primesPrinted(jobs <-chan int) {
	for range 100 {
		go func() {
			for n := range jobs {
				fmt.Println(n, isPrime(n))
			}
		}()
	}
}

func primesLocked(jobs <-chan int, mu *sync.Mutex, found map[int]bool) {
	for range 100 {
		go func() {
			for n := range jobs {
				p := isPrime(n)
				mu.Lock()
				found[n] = p
				mu.Unlock()
			}
		}()
	}
}

func primesCores(jobs <-chan int, results chan<- bool) {
	for range runtime.GOMAXPROCS(0) {
		go primeWorker(jobs, results)
	}
}

func isPrime(n int) bool {
	for i := 2; i <= int(math.Sqrt(float64(n))); i++ {
		if n%i == 0 {
			return false
		}
	}
	return true
}

// Semaphores.

func channel(files [][]byte) {
	sem := make(chan struct{}, 500) // want "`500` goroutines of this semaphore"
	var wg sync.WaitGroup
	for _, file := range files {
		wg.Add(1)
		sem <- struct{}{}
		go func() {
			defer wg.Done()
			defer func() { <-sem }()
			sum := sha256.Sum256(file)
			_ = sum
		}()
	}
	wg.Wait()
}

func channelIO(urls []string) {
	sem := make(chan struct{}, 500)
	for _, url := range urls {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			_, _ = http.Get(url)
		}()
	}
}

// A counter of finished goroutines, not a limit.
func channelDone(files [][]byte) {
	done := make(chan struct{}, 500)
	for _, file := range files {
		go func() {
			sum := sha256.Sum256(file)
			_ = sum
			done <- struct{}{}
		}()
	}
	for range files {
		<-done
	}
}

func weighted(ctx context.Context, files [][]byte) {
	sem := semaphore.NewWeighted(500) // want "`500` goroutines of this semaphore"
	for _, file := range files {
		if err := sem.Acquire(ctx, 1); err != nil {
			return
		}
		go func() {
			defer sem.Release(1)
			sum := sha256.Sum256(file)
			_ = sum
		}()
	}
}

// Libraries.

func antsPool(files [][]byte) error {
	pool, err := ants.NewPool(10000) // want "`10000` goroutines of this pool"
	if err != nil {
		return err
	}
	defer pool.Release()
	for _, file := range files {
		_ = pool.Submit(func() {
			sum := sha256.Sum256(file)
			_ = sum
		})
	}
	return nil
}

func antsFunc() (*ants.PoolWithFunc, error) {
	return ants.NewPoolWithFunc(10000, func(arg any) { // want "`10000` goroutines of this pool"
		sum := sha256.Sum256(arg.([]byte))
		_ = sum
	})
}

func antsIO(urls []string) {
	pool, _ := ants.NewPool(10000)
	for _, url := range urls {
		_ = pool.Submit(func() { _, _ = http.Get(url) })
	}
}
