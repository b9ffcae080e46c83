//go:build !linux && !windows

package sandbox

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func start(cmd *exec.Cmd, _ uint64) error { return cmd.Start() }

// limit starts the watchdog: these kernels do not enforce an address-space
// limit for a Go program.
func limit(memory uint64) error {
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(int64(memory / 2))
	go func() {
		var m runtime.MemStats
		for range time.Tick(20 * time.Millisecond) {
			runtime.ReadMemStats(&m)
			if m.Sys > memory {
				os.Stderr.WriteString("memory limit\n")
				os.Exit(3)
			}
		}
	}()
	return nil
}

func diedOfMemory(*exec.ExitError) bool { return false }
