// Command same holds the promise that what is found depends on the code alone:
// it lints each folder from scratch, twice with a cache, and with one and with
// four jobs, and compares what the program writes.
//
//	go run ./bench/same [-asynclint BINARY] DIR...
//
// Folders are read only; the cache lies in a temporary folder. A difference is
// shown by its first line on either side and makes the exit code 1. A folder of
// which nothing is said at all is counted: it shows little.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// ways are the runs that must agree with the first; the second fills the cache
// that the third reads.
var ways = []struct {
	name string
	args []string
}{
	{"from scratch", []string{"--no-cache"}},
	{"filling the cache", nil},
	{"from the cache", nil},
	{"one job", []string{"--no-cache", "--jobs", "1"}},
	{"four jobs", []string{"--no-cache", "--jobs", "4"}},
}

func main() {
	binary := flag.String("asynclint", "", "run this `BINARY` instead of the one that is built from here")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	different, err := run(ctx, *binary, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "same:", err)
		os.Exit(2)
	}
	if different > 0 {
		os.Exit(1)
	}
}

// run returns in how many folders two ways differ.
func run(ctx context.Context, binary string, dirs []string) (different int, err error) {
	if len(dirs) == 0 {
		return 0, errors.New("no folder given")
	}
	temp, err := os.MkdirTemp("", "asynclint-same-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(temp)
	if binary == "" {
		binary = filepath.Join(temp, "asynclint")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "github.com/asynclint/asynclint/cmd/asynclint").CombinedOutput(); err != nil {
			return 0, fmt.Errorf("building asynclint: %w\n%s", err, out)
		}
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return 0, err
	}
	silent := 0
	for i, dir := range dirs {
		var first []byte
		cache := filepath.Join(temp, fmt.Sprintf("cache%d", i))
		same := true
		for _, way := range ways {
			out, err := lint(ctx, binary, dir, cache, way.args)
			if err != nil {
				return different, fmt.Errorf("%s, %s: %w", dir, way.name, err)
			}
			if first == nil {
				first = out
			} else if was, is, ok := firstDifference(first, out); !ok {
				same = false
				fmt.Printf("%s: %s differs from %s:\n  - %s\n  + %s\n", dir, way.name, ways[0].name, was, is)
			}
		}
		if !same {
			different++
		}
		if len(first) == 0 {
			silent++
		}
		fmt.Printf("%s: %d lines\n", dir, bytes.Count(first, []byte("\n")))
	}
	fmt.Printf("%d folders, %d different, %d silent\n", len(dirs), different, silent)
	return different, nil
}

// lint returns what is found in a folder, a line each, without what the summary
// says of time.
func lint(ctx context.Context, binary, dir, cache string, args []string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, binary, append([]string{"--no-config", "--measure", "off", "--format", "line"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "ASYNCLINT_CACHE_DIR="+cache)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && (exit.ExitCode() == 1 || exit.ExitCode() == 2 && len(out) > 0) {
		err = nil // findings, and files that cannot be read
	}
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, complaints.Bytes())
	}
	return append([]byte{}, out...), nil
}

// firstDifference returns the first lines that differ; ok says that none do.
func firstDifference(a, b []byte) (was, is []byte, ok bool) {
	as, bs := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range max(len(as), len(bs)) {
		was, is = nil, nil
		if i < len(as) {
			was = as[i]
		}
		if i < len(bs) {
			is = bs[i]
		}
		if !bytes.Equal(was, is) {
			return was, is, false
		}
	}
	return nil, nil, true
}
