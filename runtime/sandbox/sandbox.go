// Package sandbox runs hostile code in a child process that can do no harm.
//
// # Model
//
// An interpreter cannot be stopped inside a built-in function nor bounded in
// memory, so code never runs in the tool's own process. The tool executes
// itself with a hidden argument; the child limits itself before anything else,
// reads one job from its standard input, writes one answer to its standard
// output and ends. The parent kills it at the deadline.
//
// What holds on which system:
//   - Linux: the address space is limited by the kernel; an allocation beyond
//     it ends the child. No new processes, no files to write.
//   - macOS: the kernel does not enforce an address-space limit; a watchdog in
//     the child ends it when its memory passes the limit, which one huge
//     allocation can outrun until the deadline.
//   - Windows: the child is in a job object with a memory limit, and dies with
//     the parent.
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

// Argument is the hidden first argument that makes the tool a sandbox child.
const Argument = "__asynclint-sandbox"

// Limits bound a child.
type Limits struct {
	Memory   uint64        // bytes of address space; 0 means DefaultMemory
	Deadline time.Duration // wall time until the child is killed
}

// DefaultMemory is the address space that a child may use.
const DefaultMemory = 2 << 30

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

// Run starts the child argv, gives it the job and returns its answer. It may be
// called concurrently. When it returns, the child is gone.
func Run(ctx context.Context, argv []string, job []byte, lim Limits) ([]byte, error) {
	if len(argv) == 0 {
		return nil, errors.New("starting the sandbox: no command")
	}
	ctx, cancel := context.WithTimeout(ctx, lim.Deadline)
	defer cancel()
	memory := lim.Memory
	if memory == 0 {
		memory = DefaultMemory
	}
	args := append(append([]string{}, argv[1:]...), Argument, strconv.FormatUint(memory, 10))
	cmd := exec.CommandContext(ctx, argv[0], args...)
	cmd.Env = childEnv()
	cmd.Dir = os.TempDir()
	cmd.WaitDelay = 200 * time.Millisecond
	cmd.Stdin = bytes.NewReader(job)
	var out bytes.Buffer
	var errOut tail
	cmd.Stdout = &bounded{w: &out, left: maxAnswer}
	cmd.Stderr = &errOut
	isolate(cmd)
	err := start(cmd, memory)
	if err == nil {
		err = cmd.Wait()
	}
	if ctx.Err() == context.DeadlineExceeded {
		return out.Bytes(), ErrDeadline
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return out.Bytes(), explain(err, errOut.String())
	}
	return out.Bytes(), nil
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

// explain reads why a child died from what the Go runtime wrote.
func explain(err error, text string) error {
	switch {
	case strings.Contains(text, "stack overflow") || strings.Contains(text, "stack exceeds"):
		return ErrStack
	case strings.Contains(text, "out of memory") || strings.Contains(text, "cannot allocate memory") ||
		strings.Contains(text, "memory limit") || strings.Contains(text, "failed to reserve") || strings.Contains(text, "len out of range"):
		return ErrMemory
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && diedOfMemory(exit) {
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
	if len(args) < 2 || args[len(args)-2] != Argument {
		return false, 0
	}
	memory, err := strconv.ParseUint(args[len(args)-1], 10, 64)
	if err != nil {
		return true, 2
	}
	if err := limit(memory); err != nil {
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

// tail keeps the first bytes written.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	if room := 4096 - len(t.b); room > 0 {
		t.b = append(t.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return string(t.b) }
