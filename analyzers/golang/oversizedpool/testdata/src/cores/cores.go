package cores

import (
	"crypto/sha256"

	"golang.org/x/sync/errgroup"
)

func digests(files [][]byte) {
	var g errgroup.Group
	g.SetLimit(16) // want "more than the target's 8 cores"
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	_ = g.Wait()
}

func fits(files [][]byte) {
	var g errgroup.Group
	g.SetLimit(8)
	for _, file := range files {
		g.Go(func() error {
			sum := sha256.Sum256(file)
			_ = sum
			return nil
		})
	}
	_ = g.Wait()
}
