// Package unreleasedpool reports worker pools and child processes that are started in a function and never given back.
//
// A pool from ants, pond or tunny keeps its goroutines, and the housekeeping ones
// beside them, until it is released. Nothing collects it when the variable goes
// out of scope, because its goroutines refer to it. A pool per call leaves its
// workers behind per call.
//
// A process started with (*exec.Cmd).Start needs (*exec.Cmd).Wait: without it the
// goroutines that copy its output or watch its context stay, its pipes stay open,
// and the operating system keeps its entry as a zombie.
//
// Release the pool with defer right after making it, or keep one pool for the life
// of the process in a package variable or a field. Wait for a process, in a
// goroutine if nobody wants the result.
//
// # Wrong
//
//	import (
//		"context"
//		"io"
//		"os/exec"
//	)
//
//	func convert(ctx context.Context, in io.Reader, out io.Writer) error {
//		cmd := exec.CommandContext(ctx, "convert", "-", "png:-")
//		cmd.Stdin, cmd.Stdout = in, out
//		return cmd.Start()
//	}
//
// # Right
//
//	import (
//		"context"
//		"io"
//		"os/exec"
//	)
//
//	func convert(ctx context.Context, in io.Reader, out io.Writer) error {
//		cmd := exec.CommandContext(ctx, "convert", "-", "png:-")
//		cmd.Stdin, cmd.Stdout = in, out
//		if err := cmd.Start(); err != nil {
//			return err
//		}
//		return cmd.Wait()
//	}
//
// # When to ignore
//
// When the process ends with the function, or when a child is meant to outlive
// its parent and (*os.Process).Release is not to your taste.
package unreleasedpool
