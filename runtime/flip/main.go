// Command flip measures the same functions again and again, half of the times
// while another process keeps a core busy, and reports verdicts that differ:
//
//	go run ./runtime/flip            # 20 runs
//	go run ./runtime/flip -runs 4    # what the tests do
//
// A verdict rests on counts and on deadlines in processor time, so none should.
package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/asynclint/asynclint/runtime"
)

//go:embed functions.ts
var functions string

// spinArgument makes this program the process that keeps a core busy.
const spinArgument = "__spin"

func main() {
	if handled, code := runtime.ChildMain(os.Args[1:]); handled {
		os.Exit(code)
	}
	if len(os.Args) == 2 && os.Args[1] == spinArgument {
		spin()
	}
	runs := flag.Int("runs", 20, "how often each function is measured; every second time under load")
	flag.Parse()
	flips, err := flipped(os.Stdout, *runs)
	if err != nil {
		fmt.Fprintln(os.Stderr, "flip:", err)
		os.Exit(2)
	}
	if flips > 0 {
		os.Exit(1)
	}
}

// spin ends when its standard input does, so that it does not outlive the
// process that started it.
func spin() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for i := 0; ; i++ {
		_ = i
	}
}

// flipped returns how many functions had more than one verdict.
func flipped(w io.Writer, runs int) (int, error) {
	var targets []runtime.Target
	for i, line := range strings.Split(functions, "\n") {
		if strings.HasPrefix(line, "async function f") {
			targets = append(targets, runtime.Target{Path: fmt.Sprintf("/flip/%d.ts", i+1), Source: []byte(line), End: len(line)})
		}
	}
	seen := make([]map[string]int, len(targets))
	for i := range seen {
		seen[i] = map[string]int{}
	}
	for run := range runs {
		stop := func() {}
		if run%2 == 1 {
			var err error
			if stop, err = load(); err != nil {
				return 0, err
			}
		}
		began := time.Now()
		evidence := runtime.Measure(context.Background(), targets, runtime.Options{Jobs: 1, Budget: time.Hour}, nil)
		stop()
		for i, e := range evidence {
			seen[i][verdict(e)]++
		}
		fmt.Fprintf(w, "run %d of %d: %.1f s\n", run+1, runs, time.Since(began).Seconds())
	}
	flips := 0
	for i, verdicts := range seen {
		if len(verdicts) > 1 {
			flips++
			fmt.Fprintf(w, "%s\n  %v\n", targets[i].Source, verdicts)
		}
	}
	fmt.Fprintf(w, "%d functions, %d runs, %d with more than one verdict\n", len(targets), runs, flips)
	return flips, nil
}

// verdict is what must not differ: the verdict, its reason, and the figures that
// people see.
func verdict(e runtime.Evidence) string {
	s := strings.TrimSpace(e.Verdict + " " + e.Reason)
	if e.Reason == runtime.ReasonDeadline {
		return s // how far it came is chance
	}
	if e.Exponent != nil {
		s += fmt.Sprintf(" n^%.2f", *e.Exponent)
	}
	if e.N50 != nil {
		s += fmt.Sprintf(" n50=%g", *e.N50)
	}
	return s
}

// load starts a process that keeps a core busy until stop is called.
func load() (stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, spinArgument)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the load: %w", err)
	}
	return func() {
		_ = in.Close()
		_ = cmd.Wait()
	}, nil
}
