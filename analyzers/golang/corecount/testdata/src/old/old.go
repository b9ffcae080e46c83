//go:build go1.24

package old

import "runtime"

func workers(jobs chan func()) {
	for range runtime.NumCPU() {
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
}
