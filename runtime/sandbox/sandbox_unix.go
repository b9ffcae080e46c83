//go:build !linux && !windows

package sandbox

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// isolate makes the child lead a process group, so that whatever it started is
// killed with it.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func confine(*exec.Cmd, Limits) (release func(), err error) { return func() {}, nil }

// processorTime: these systems do not tell it of another process without cgo.
// The child keeps to its deadline itself, then the kernel's limit holds.
func processorTime(*exec.Cmd) (time.Duration, bool) { return 0, false }

// limit sets what these kernels enforce and starts the watchdog for what they
// do not: the address space of a Go program.
func limit(lim Limits) error {
	seconds := kernelSeconds(lim.Deadline)
	for _, l := range []struct {
		what int
		max  uint64
	}{
		{unix.RLIMIT_CPU, seconds}, {unix.RLIMIT_CORE, 0}, {unix.RLIMIT_FSIZE, 1 << 24}, {unix.RLIMIT_NPROC, 0},
	} {
		// The pair's type differs between these systems.
		var r unix.Rlimit
		if unix.Getrlimit(l.what, &r) != nil {
			continue
		}
		setBoth(&r, l.max)
		if err := unix.Setrlimit(l.what, &r); err != nil {
			return err
		}
	}
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(int64(lim.Memory / 2))
	go func() {
		var m runtime.MemStats
		for range time.Tick(20 * time.Millisecond) {
			runtime.ReadMemStats(&m)
			if m.Sys > lim.Memory {
				os.Stderr.WriteString("memory limit\n")
				os.Exit(3)
			}
		}
	}()
	return nil
}

func killedBySystem(*exec.Cmd) bool { return false }
