//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the largest resident set of a process and its children, in bytes.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // getrusage(2) counts in bytes there, in KiB elsewhere
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
