//go:build go1.25

package basic

import (
	"fmt"
	"runtime"
)

func workers(jobs chan func()) {
	for range runtime.NumCPU() { // want "sizes this loop of workers by the host's cores"
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
}

func named(jobs chan func()) {
	n := 2 * runtime.NumCPU() // want "sizes this loop of workers by the host's cores"
	for i := 0; i < n; i++ {
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
}

func semaphore(jobs []func()) {
	sem := make(chan struct{}, runtime.NumCPU()) // want "sizes this semaphore"
	for _, job := range jobs {
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			job()
		}()
	}
}

func gomaxprocs(jobs chan func()) {
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
}

func info() string { return fmt.Sprintf("%d cores", runtime.NumCPU()) }
