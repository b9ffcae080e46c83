package measure

import "math"

// Times that decide, in ms. A long task is 50 ms or more (W3C Long Tasks);
// harmless is what fits into one frame at 60 Hz even at the high end. A lower
// bar would refute nothing: V8's warm-up alone is 3 ms, and the interval three
// times that.
const (
	LongTask = 50.0
	Harmless = 16.0
)

// reach is how far beyond the largest size that ran a curve is believed; a
// curve of counts whose slope stays the same over the last sizes is believed
// further, for counts have no noise.
const (
	reach       = 8.0
	reachSteady = 128.0
	steady      = 0.03 // greatest difference of slopes
)

// Curve is how work grows with n.
type Curve struct {
	Exponent float64 // slope in log-log over the upper sizes
	Whole    float64 // the same for the work of all slices together
	grows    bool
	lastN    float64
	lastW    float64
	polled   float64
	reach    float64
	fixed    float64 // the part of the work that does not grow
}

// fixedCost is what the work would be at size 0, judged by the smallest sizes.
func fixedCost(samples []Sample) float64 {
	if len(samples) < 4 || samples[1].N <= samples[0].N {
		return 0
	}
	a, b := samples[0], samples[1]
	wa, wb := a.Counts.weigh(), b.Counts.weigh()
	f := wa - (wb-wa)/float64(b.N-a.N)*float64(a.N)
	return max(0, min(f, wa*0.99))
}

// Fit reads the curve from samples in growing order.
func Fit(samples []Sample) Curve {
	var c Curve
	if len(samples) == 0 {
		return c
	}
	last := samples[len(samples)-1]
	c.lastN, c.lastW, c.polled = float64(last.N), last.Counts.weigh(), last.Polled
	fixed := fixedCost(samples)
	c.fixed = fixed
	upper := samples
	if len(upper) > 3 {
		upper = upper[len(upper)-3:]
	}
	var xs, ys []float64
	for _, s := range upper {
		if s.Cut {
			continue
		}
		xs = append(xs, math.Log(float64(s.N)))
		ys = append(ys, math.Log(s.Counts.weigh()-fixed+1e-9))
	}
	c.Exponent = slope(xs, ys)
	ys = ys[:0]
	for _, s := range upper {
		if !s.Cut {
			ys = append(ys, math.Log(s.Total+1))
		}
	}
	c.Whole = slope(xs, ys)
	c.reach = reach
	if isSteady(samples) {
		c.reach = reachSteady
	}
	c.grows = c.Exponent > 0.1
	return c
}

func slope(xs, ys []float64) float64 {
	n := float64(len(xs))
	if n < 2 {
		return 0
	}
	var sx, sy, sxx, sxy float64
	for i := range xs {
		sx += xs[i]
		sy += ys[i]
		sxx += xs[i] * xs[i]
		sxy += xs[i] * ys[i]
	}
	d := n*sxx - sx*sx
	if d == 0 {
		return 0
	}
	return (n*sxy - sx*sy) / d
}

// At estimates V8's time at a size. known is false where the size is too far
// from what ran.
func (c Curve) At(n float64) (e Estimate, known bool) {
	w := c.lastW
	if c.grows && c.lastN > 0 {
		w = c.fixed + (w-c.fixed)*math.Pow(n/c.lastN, c.Exponent)
	}
	e = estimate(w)
	if c.polled > 0 {
		e = Estimate{e.MS + c.polled, e.Low + c.polled, e.High + c.polled}
	}
	return e, c.lastN > 0 && n <= c.lastN*c.reach
}

// Reach returns the largest size about which the curve says something.
func (c Curve) Reach() float64 { return c.lastN * c.reach }

// N50 returns the size at which a slice reaches 50 ms; ok is false where no
// size within reach does.
func (c Curve) N50() (n float64, ok bool) {
	if !c.grows || c.lastN == 0 {
		return 0, false
	}
	lo, hi := 1.0, c.lastN*c.reach
	if e, _ := c.At(hi); e.MS < LongTask {
		return 0, false
	}
	for i := 0; i < 80; i++ {
		mid := math.Sqrt(lo * hi)
		if e, _ := c.At(mid); e.MS < LongTask {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi, true
}

// isSteady reports whether the last three slopes between neighbours agree.
func isSteady(samples []Sample) bool {
	if len(samples) < 4 {
		return false
	}
	fixed := fixedCost(samples)
	var lo, hi float64
	for k, i := 0, len(samples)-3; i < len(samples); i, k = i+1, k+1 {
		a, b := samples[i-1], samples[i]
		if b.Cut {
			return false
		}
		s := slope([]float64{math.Log(float64(a.N)), math.Log(float64(b.N))},
			[]float64{math.Log(a.Counts.weigh() - fixed + 1e-9), math.Log(b.Counts.weigh() - fixed + 1e-9)})
		if k == 0 {
			lo, hi = s, s
		}
		lo, hi = min(lo, s), max(hi, s)
	}
	return hi-lo <= steady
}
