// Command bench runs asynclint, oxlint and biome in turn over folders of
// JavaScript and TypeScript, and prints how their times compare.
//
//	go run ./bench [flags] DIR...
//
// # Model
//
// What is timed is the whole process, as a user starts it: `oxlint` and `biome`
// as npm installs them into a temporary folder, with the nearest set of rules
// that they have (await in loops, async promise executors, synchronous calls of
// node), asynclint with all its rules and --measure off. The tools take turns
// within each round, so that whatever else the machine does hits all of them;
// the first round is thrown away; the figures are medians, and ratios are those
// of medians of one run of bench. Memory is the largest resident set of the
// process and of its children.
//
// Processor time stands beside wall time: on a machine that others use, too, it
// sways less.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	rounds := flag.Int("n", 5, "rounds for each row")
	keep := flag.String("tools", "", "`FOLDER` that keeps the other tools between runs; a temporary one without it")
	binary := flag.String("asynclint", "", "time this `BINARY` instead of the one that is built from here")
	grow := flag.Int("grow", 0, "also lint copies of the first folder, up to so many `FILES`, to see how time and memory grow")
	flag.Usage = func() {
		fmt.Fprintf(flag.CommandLine.Output(), "Usage: go run ./bench [flags] DIR...\n\n")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		return fmt.Errorf("no folder given")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	temp, err := os.MkdirTemp("", "asynclint-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	folder := *keep
	if folder == "" {
		folder = filepath.Join(temp, "tools")
	}
	tools, err := install(ctx, folder, *binary)
	if err != nil {
		return err
	}
	b := bench{ctx: ctx, tools: tools, rounds: *rounds, temp: temp}
	for _, dir := range flag.Args() {
		if err := b.folder(dir); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	b.print(os.Stdout)
	if *grow > 0 {
		return b.growth(flag.Arg(0), *grow, os.Stdout)
	}
	return nil
}
