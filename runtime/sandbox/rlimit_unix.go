//go:build !linux && !windows && !freebsd && !dragonfly

package sandbox

import "golang.org/x/sys/unix"

func setBoth(r *unix.Rlimit, max uint64) { r.Cur, r.Max = max, max }
