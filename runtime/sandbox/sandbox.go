// Package sandbox runs hostile code in a child process that can do no harm.
//
// # Model
//
// An interpreter cannot be stopped inside a built-in function nor bounded in
// memory, so code never runs in the tool's own process. The tool executes
// itself with a hidden argument; the child limits itself before it reads its
// one job from its standard input, writes one answer to its standard output and
// ends.
//
// Time is the child's own processor time, which other programs do not lengthen:
// the same job gets as far on a busy machine as on an idle one. The parent asks
// the system for it and kills the child's process group when it is spent; the
// kernel's limit on processor time stands behind that. A child that waits
// instead of working is ended after seconds of it.
//
// What holds on which system is in docs/design/runtime.md; in short:
//   - Linux: the kernel limits address space and processor time, and a system
//     call filter takes away files, sockets, other processes and new ones.
//   - macOS: the kernel limits processor time and new processes; a watchdog in
//     the child ends it when its memory passes the limit, which one huge
//     allocation can outrun until the deadline.
//   - Windows: a job object limits memory, processor time and processes.
//
// Everywhere: an empty environment, a temporary working folder, no handles but
// the three streams.
package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Argument is the hidden argument that makes the tool a sandbox child; the
// limits follow it.
const Argument = "__asynclint-sandbox"

// Limits bound a child.
type Limits struct {
	Memory   uint64        // bytes of address space; 0 means DefaultMemory
	Deadline time.Duration // processor time until the child is killed
}

// DefaultMemory is the address space that a child may use.
const DefaultMemory = 2 << 30

// Patience is how many times its deadline a child may take by the wall clock as
// long as it works, for the sake of a machine that has other things to do.
const Patience = 30

// How long a child may do nothing at all: ten deadlines, in these bounds. No job
// waits, but a starved machine may not let a child run for seconds.
const minIdle, maxIdle = time.Second, 30 * time.Second

// maxAnswer bounds what a child may write.
const maxAnswer = 16 << 20

// Ends of a child that gave no answer.
var (
	// ErrDeadline: the child was killed at its deadline.
	ErrDeadline = errors.New("killed at the deadline")
	// ErrMemory: the child ran out of memory.
	ErrMemory = errors.New("out of memory")
	// ErrStack: the child's stack overflowed.
	ErrStack = errors.New("stack overflow")
)

// Usage is what a child took.
type Usage struct {
	CPU  time.Duration // processor time of all its threads
	Wall time.Duration
}

// Run starts the child argv, gives it the job and returns its answer. It may be
// called concurrently. When it returns, the child is gone. An answer that was
// complete before the child died is returned with the error.
func Run(ctx context.Context, argv []string, job []byte, lim Limits) ([]byte, Usage, error) {
	if len(argv) == 0 {
		return nil, Usage{}, errors.New("starting the sandbox: no command")
	}
	if lim.Memory == 0 {
		lim.Memory = DefaultMemory
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	args := append(append([]string{}, argv[1:]...), Argument,
		strconv.FormatUint(lim.Memory, 10), strconv.FormatInt(int64(lim.Deadline), 10))
	cmd := exec.CommandContext(ctx, argv[0], args...)
	cmd.Env = childEnv()
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = 200 * time.Millisecond
	// The job comes when the limits that only the parent can set are in place.
	ready := make(chan struct{})
	cmd.Stdin = &gate{ready, bytes.NewReader(job)}
	var out bytes.Buffer
	var errOut head
	cmd.Stdout = &bounded{w: &out, left: maxAnswer}
	cmd.Stderr = &errOut
	isolate(cmd)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, Usage{}, fmt.Errorf("starting the sandbox: %w", err)
	}
	release, err := confine(cmd, lim)
	if err != nil {
		cancel(err)
	}
	close(ready)
	ended := make(chan struct{})
	go watch(cmd, lim.Deadline, ended, cancel)
	err = cmd.Wait()
	close(ended)
	release()
	used := Usage{Wall: time.Since(began)}
	if ps := cmd.ProcessState; ps != nil {
		used.CPU = ps.UserTime() + ps.SystemTime()
	}
	switch {
	case ctx.Err() != nil:
		return out.Bytes(), used, context.Cause(ctx)
	case err != nil:
		return out.Bytes(), used, explain(cmd, err, errOut.String(), used, lim)
	}
	return out.Bytes(), used, nil
}

// watch ends the child when its processor time is spent; when it does nothing,
// where the system tells; and when it takes far longer by the wall clock.
func watch(cmd *exec.Cmd, deadline time.Duration, ended <-chan struct{}, cancel context.CancelCauseFunc) {
	began := time.Now()
	tick := time.NewTicker(min(max(deadline/64, time.Millisecond), 20*time.Millisecond))
	defer tick.Stop()
	var last time.Duration
	worked := began
	for {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		spent, ok := processorTime(cmd)
		if spent > last {
			last, worked = spent, time.Now()
		}
		switch {
		case ok && spent >= deadline,
			ok && time.Since(worked) > min(max(10*deadline, minIdle), maxIdle),
			time.Since(began) > Patience*deadline:
			cancel(ErrDeadline)
			return
		}
	}
}

// gate is a reader that waits until it is opened.
type gate struct {
	ready <-chan struct{}
	r     io.Reader
}

func (g *gate) Read(p []byte) (int, error) {
	<-g.ready
	return g.r.Read(p)
}

// childEnv keeps nothing of the parent's environment but what the Go runtime
// and Windows need to start a process.
func childEnv() []string {
	env := []string{"GOTRACEBACK=none"}
	for _, k := range []string{"SystemRoot", "TMP", "TEMP"} {
		if v := os.Getenv(k); v != "" {
			env = append(env, k+"="+v)
		}
	}
	return env
}

// explain reads why a child died from how it ended and what the Go runtime
// wrote.
func explain(cmd *exec.Cmd, err error, text string, used Usage, lim Limits) error {
	switch {
	case strings.Contains(text, "stack overflow") || strings.Contains(text, "stack exceeds"):
		return ErrStack
	case strings.Contains(text, "out of memory") || strings.Contains(text, "cannot allocate memory") ||
		strings.Contains(text, "memory limit") || strings.Contains(text, "failed to reserve") || strings.Contains(text, "len out of range"):
		return ErrMemory
	case used.CPU >= lim.Deadline:
		return ErrDeadline // the kernel was faster than watch
	case killedBySystem(cmd):
		return ErrMemory
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if first == "" {
		return fmt.Errorf("the sandbox ended: %w", err)
	}
	return fmt.Errorf("the sandbox ended: %w: %s", err, first)
}

// Child is the other side: if args ask for it, Child limits this process, hands
// the job to work and writes its answer. handled is false for ordinary runs.
// main calls it before anything else.
func Child(args []string, work func(job []byte) []byte) (handled bool, code int) {
	if len(args) < 3 || args[len(args)-3] != Argument {
		return false, 0
	}
	memory, err := strconv.ParseUint(args[len(args)-2], 10, 64)
	if err != nil {
		return true, 2
	}
	deadline, err := strconv.ParseInt(args[len(args)-1], 10, 64)
	if err != nil {
		return true, 2
	}
	if err := limit(Limits{memory, time.Duration(deadline)}); err != nil {
		fmt.Fprintln(os.Stderr, "limiting the sandbox:", err)
		return true, 2
	}
	job, err := io.ReadAll(os.Stdin)
	if err != nil {
		return true, 2
	}
	if _, err := os.Stdout.Write(work(job)); err != nil {
		return true, 2
	}
	return true, 0
}

// kernelSeconds is the processor time after which the kernel ends a child, in
// its own unit: more than the deadline, for the parent should be first.
func kernelSeconds(deadline time.Duration) uint64 {
	return uint64((deadline*5/4+time.Second-1)/time.Second) + 1
}

// bounded drops what goes beyond its size.
type bounded struct {
	w    io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	n := min(len(p), b.left)
	b.left -= n
	if _, err := b.w.Write(p[:n]); err != nil {
		return 0, err
	}
	return len(p), nil
}

// head keeps the first bytes written.
type head struct{ b []byte }

func (t *head) Write(p []byte) (int, error) {
	if room := 4096 - len(t.b); room > 0 {
		t.b = append(t.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *head) String() string { return string(t.b) }
