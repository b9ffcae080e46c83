// Command asynclint finds misplaced async patterns in JavaScript, TypeScript and
// Go, and runs what it flags.
//
// The one binary plays three parts: the command; the child process in which
// flagged code runs, far from everything else; and the tool of
// `go vet -vettool`.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/asynclint/asynclint/analyzers/golang/vettool"
	"github.com/asynclint/asynclint/internal/cli"
	"github.com/asynclint/asynclint/runtime"
)

func main() { os.Exit(run()) }

func run() int {
	args := os.Args[1:]
	if handled, code := runtime.ChildMain(args); handled {
		return code
	}
	if vettool.Invoked(args) {
		vettool.Main() // ends the process
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "asynclint: the working directory is unknown:", err)
		return cli.ExitTrouble
	}
	return cli.Main(ctx, args, cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Dir: dir, Getenv: os.Getenv, Now: time.Now,
		OutIsTerminal: isTerminal(os.Stdout), ErrIsTerminal: isTerminal(os.Stderr),
	})
}

func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()) }
