package sandbox

import (
	"os/exec"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// isolate makes the child lead a process group, so that whatever it started is
// killed with it, and die with its parent.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func confine(*exec.Cmd, Limits) (release func(), err error) { return func() {}, nil }

// processorTime reads the child's clock: the kernel makes the number of a
// process's clock from its id, see clock_getcpuclockid(3).
func processorTime(cmd *exec.Cmd) (time.Duration, bool) {
	const ofProcess = 2
	var ts unix.Timespec
	if unix.ClockGettime(int32(^cmd.Process.Pid)<<3|ofProcess, &ts) != nil {
		return 0, false
	}
	return time.Duration(ts.Nano()), true
}

// limit bounds this process: address space, processor time, no core files, no
// files written, no privileges gained, and no system calls that reach out.
func limit(lim Limits) error {
	seconds := kernelSeconds(lim.Deadline)
	for _, l := range []struct {
		what int
		max  uint64
	}{
		{unix.RLIMIT_AS, lim.Memory}, {unix.RLIMIT_CPU, seconds}, {unix.RLIMIT_CORE, 0}, {unix.RLIMIT_FSIZE, 1 << 24},
	} {
		if raceEnabled && l.what == unix.RLIMIT_AS {
			continue
		}
		if err := unix.Setrlimit(l.what, &unix.Rlimit{Cur: l.max, Max: l.max}); err != nil {
			return err
		}
	}
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(int64(lim.Memory / 2))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	filter()
	return nil
}

// killedBySystem reports an end that the Go runtime could say nothing about: it
// had no memory left, or the kernel took the process.
func killedBySystem(cmd *exec.Cmd) bool {
	ws, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && ws.Signaled() && (ws.Signal() == syscall.SIGSEGV || ws.Signal() == syscall.SIGKILL || ws.Signal() == syscall.SIGBUS)
}
