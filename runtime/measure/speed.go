package measure

import (
	"math"
	"runtime"
	"sync"
	"time"
)

// probeRounds repeats the probe; the fastest counts, for other programs only
// add. One takes some 0.2 ms.
const probeRounds = 12

// SpeedProbe is how long this machine takes, in ns, for a fixed piece of work
// like that of compiled code: integer and floating-point arithmetic, branches,
// and loads that depend on each other. It takes a few milliseconds.
func SpeedProbe() float64 {
	best := math.Inf(1)
	for range probeRounds {
		began := time.Now()
		runtime.KeepAlive(probe())
		best = min(best, float64(time.Since(began).Nanoseconds()))
	}
	return best
}

func probe() float64 {
	var next [4096]uint32
	for i := range next {
		next[i] = uint32(i*2654435761+12345) & 4095
	}
	at, s := uint32(1), 0.0
	for i := range 40_000 {
		at = next[at^uint32(i&4095)]
		if at&1 == 0 {
			s += float64(at) * 0.5
		} else {
			s -= float64(i) * 0.25
		}
	}
	return s
}

// Slowness is how many times longer this machine takes than the one the weights
// were fitted on. Estimates are for that one, so that a verdict is the same for
// everybody; who wants the milliseconds of this machine multiplies.
var Slowness = sync.OnceValue(func() float64 { return SpeedProbe() / ReferenceNS })
