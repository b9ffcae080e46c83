//go:build freebsd || dragonfly

package sandbox

import "golang.org/x/sys/unix"

func setBoth(r *unix.Rlimit, max uint64) { r.Cur, r.Max = int64(max), int64(max) }
