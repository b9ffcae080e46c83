package measure

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the CPU time of this thread, which other programs do not
// lengthen. The caller keeps to one thread.
func threadTime() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}
