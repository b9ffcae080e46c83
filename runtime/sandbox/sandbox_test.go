package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime/sandbox"
)

func TestMain(m *testing.M) {
	if handled, code := sandbox.Child(os.Args[1:], work); handled {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// work is what the children of these tests do.
func work(job []byte) []byte {
	verb, arg, _ := strings.Cut(string(job), " ")
	answer := func(err error) []byte { return []byte(fmt.Sprint(err)) }
	switch verb {
	case "echo":
		return []byte(arg)
	case "spin":
		for i := 0; ; i++ {
			_ = i
		}
	case "wait":
		time.Sleep(time.Hour)
	case "crash":
		panic(arg)
	case "allocate":
		var hold [][]byte
		for {
			b := make([]byte, 64<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			hold = append(hold, b)
			if len(hold) > 1000 {
				return answer(errors.New("no limit"))
			}
		}
	case "recurse":
		return fmt.Append(nil, deep(1))
	case "flood":
		b := make([]byte, 1<<20)
		for {
			if _, err := os.Stdout.Write(b); err != nil {
				return nil
			}
		}
	case "environment":
		return []byte(strings.Join(os.Environ(), "\n"))
	case "read":
		_, err := os.ReadFile(arg)
		return answer(err)
	case "write":
		return answer(os.WriteFile(arg, []byte("x"), 0o600))
	case "remove":
		return answer(os.Remove(arg))
	case "run":
		return answer(exec.Command(arg).Run())
	case "dial":
		_, err := net.DialTimeout("tcp", arg, time.Second)
		return answer(err)
	case "listen":
		_, err := net.Listen("tcp", "127.0.0.1:0")
		return answer(err)
	case "signal":
		p, err := os.FindProcess(os.Getppid())
		if err == nil {
			err = p.Signal(os.Interrupt)
		}
		return answer(err)
	}
	return nil
}

func deep(n int) int {
	if n < 0 {
		return 0 // never: the stack ends first
	}
	var pad [1024]byte
	pad[n%1024] = byte(n)
	return deep(n+1) + int(pad[n%7])
}

func run(t *testing.T, job string, lim sandbox.Limits) (string, sandbox.Usage, error) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if lim.Deadline == 0 {
		lim.Deadline = 20 * time.Second
	}
	out, used, err := sandbox.Run(context.Background(), []string{exe}, []byte(job), lim)
	return string(out), used, err
}

func TestAnswerComesBack(t *testing.T) {
	out, _, err := run(t, "echo hello", sandbox.Limits{})
	if err != nil || out != "hello" {
		t.Errorf("got %q, %v", out, err)
	}
}

// A spinning child is ended by its own processor time, so that the bound holds
// however busy the machine is.
func TestProcessorTimeIsBounded(t *testing.T) {
	const deadline = 300 * time.Millisecond
	_, used, err := run(t, "spin", sandbox.Limits{Deadline: deadline})
	if !errors.Is(err, sandbox.ErrDeadline) {
		t.Errorf("want the deadline, got %v", err)
	}
	if used.CPU > deadline*3/2 {
		t.Errorf("it took %v of processor time, allowed are %v", used.CPU, deadline)
	}
}

func TestWaitingChildIsEnded(t *testing.T) {
	_, used, err := run(t, "wait", sandbox.Limits{Deadline: 100 * time.Millisecond})
	if !errors.Is(err, sandbox.ErrDeadline) {
		t.Errorf("want the deadline, got %v after %v", err, used.Wall)
	}
}

func TestCancelledCallEndsTheChild(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	if _, _, err := sandbox.Run(ctx, []string{exe}, []byte("spin"), sandbox.Limits{Deadline: time.Minute}); !errors.Is(err, context.Canceled) {
		t.Errorf("want canceled, got %v", err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	if sandbox.RaceDetector {
		t.Log("with the race detector the limit is off: its shadow memory needs more")
		return
	}
	if _, _, err := run(t, "allocate", sandbox.Limits{Memory: 1 << 30}); !errors.Is(err, sandbox.ErrMemory) {
		t.Errorf("want out of memory, got %v", err)
	}
}

func TestStackIsBounded(t *testing.T) {
	// Doubling a stack of half a gigabyte may meet the limit of memory first.
	if _, _, err := run(t, "recurse", sandbox.Limits{}); !errors.Is(err, sandbox.ErrStack) && !errors.Is(err, sandbox.ErrMemory) {
		t.Errorf("want a stack overflow or the end of memory, got %v", err)
	}
}

func TestFloodIsCut(t *testing.T) {
	out, _, err := run(t, "flood", sandbox.Limits{Deadline: 500 * time.Millisecond})
	if !errors.Is(err, sandbox.ErrDeadline) || len(out) > 16<<20 {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func TestCrashSaysWhy(t *testing.T) {
	if _, _, err := run(t, "crash badly", sandbox.Limits{}); err == nil || !strings.Contains(err.Error(), "badly") {
		t.Errorf("got %v", err)
	}
}

func TestEnvironmentIsEmpty(t *testing.T) {
	t.Setenv("ASYNCLINT_SECRET", "secret")
	out, _, err := run(t, "environment", sandbox.Limits{})
	if err != nil || strings.Contains(out, "secret") || strings.Contains(out, "PATH=") {
		t.Errorf("%q, %v", out, err)
	}
}

// On Linux the kernel refuses what a job has no use for; this needs a kernel with
// seccomp, which those in use have.
func TestSystemCallsAreRefused(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Log("no system call filter here; docs/design/runtime.md says so")
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, job := range []string{
		"read " + file, "read /etc/passwd", "write " + file, "remove " + file, "run /bin/true", "dial " + listener.Addr().String(), "listen", "signal",
	} {
		out, _, err := run(t, job, sandbox.Limits{})
		if err != nil || !strings.Contains(out, "operation not permitted") {
			t.Errorf("%s: %q, %v; want a refusal", job, out, err)
		}
	}
}

func TestNothingToStart(t *testing.T) {
	if _, _, err := sandbox.Run(context.Background(), nil, nil, sandbox.Limits{Deadline: time.Second}); err == nil {
		t.Error("want an error")
	}
	if _, _, err := sandbox.Run(context.Background(), []string{"/nonexistent"}, nil, sandbox.Limits{Deadline: time.Second}); err == nil {
		t.Error("want an error")
	}
}
