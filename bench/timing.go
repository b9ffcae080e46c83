package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// sample is one run of a process.
type sample struct {
	wall, cpu time.Duration
	memory    int64 // bytes
}

// timed runs a command to its end. Exit codes 1 and 2 are a linter's findings
// and complaints; what a signal ended, or what could not be started, is an error.
func timed(ctx context.Context, dir string, env, args []string) (sample, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	started := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(started)}
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() < 0 {
		return s, fmt.Errorf("%s: %w", args[0], err)
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	s.memory = peak(cmd.ProcessState)
	return s, nil
}

// paired runs commands in turn, round after round, and returns the medians of
// each: of times, and the largest of memory. The round before the first one only
// warms the page cache.
func paired(ctx context.Context, rounds int, dir string, env []string, commands ...[]string) ([]sample, error) {
	all := make([][]sample, len(commands))
	for round := range rounds + 1 {
		for i, args := range commands {
			if args == nil {
				continue
			}
			s, err := timed(ctx, dir, env, args)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], s)
			}
		}
	}
	out := make([]sample, len(commands))
	for i, list := range all {
		if len(list) == 0 {
			continue
		}
		out[i] = sample{
			wall: median(list, func(s sample) time.Duration { return s.wall }),
			cpu:  median(list, func(s sample) time.Duration { return s.cpu }),
		}
		for _, s := range list {
			out[i].memory = max(out[i].memory, s.memory)
		}
	}
	return out, nil
}

func median(list []sample, of func(sample) time.Duration) time.Duration {
	values := make([]time.Duration, len(list))
	for i, s := range list {
		values[i] = of(s)
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}
