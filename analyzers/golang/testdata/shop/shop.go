// Package shop is a program of another module that the hosts' tests lint.
package shop

import (
	"context"
	"runtime"

	"example.com/shop/internal/thumbs"
)

// Thumbnails needs a fact from another package to be reported.
func Thumbnails(ctx context.Context, photos [][]byte) error {
	for _, photo := range photos {
		if err := thumbs.Make(photo); err != nil {
			return err
		}
	}
	return nil
}

// Checked is fine.
func Checked(ctx context.Context, photos [][]byte) error {
	for _, photo := range photos {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := thumbs.Make(photo); err != nil {
			return err
		}
	}
	return nil
}

// Procs ignores the container.
func Procs() {
	runtime.GOMAXPROCS(runtime.NumCPU())
}
