//go:build !linux

package measure

import "time"

var started = time.Now()

// threadTime is wall time: there is no portable clock of a thread.
func threadTime() time.Duration { return time.Since(started) }
