package sandbox

import (
	"os/exec"
	"runtime/debug"
	"syscall"

	"golang.org/x/sys/unix"
)

// isolate makes the child die with its parent and lead a process group.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func start(cmd *exec.Cmd, _ uint64) error { return cmd.Start() }

// limit bounds this process: address space, no core files, no files written, no
// privileges gained.
func limit(memory uint64) error {
	for _, l := range []struct {
		what int
		max  uint64
	}{
		{unix.RLIMIT_AS, memory}, {unix.RLIMIT_CORE, 0}, {unix.RLIMIT_FSIZE, 1 << 24},
	} {
		if raceEnabled && l.what == unix.RLIMIT_AS {
			continue
		}
		if err := unix.Setrlimit(l.what, &unix.Rlimit{Cur: l.max, Max: l.max}); err != nil {
			return err
		}
	}
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(int64(memory / 2))
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

func diedOfMemory(exit *exec.ExitError) bool {
	ws, ok := exit.Sys().(syscall.WaitStatus)
	return ok && ws.Signaled() && (ws.Signal() == syscall.SIGSEGV || ws.Signal() == syscall.SIGKILL || ws.Signal() == syscall.SIGBUS)
}
