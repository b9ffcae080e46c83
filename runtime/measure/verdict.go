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

// reaches says how far beyond the largest size that ran a curve is believed, by
// the greatest difference of the slopes between the last sizes. Counts have no
// noise: a slope that stays the same is the code's, not chance. A difference of
// d may at most be off by a factor of reach^d, which is well inside the interval.
var reaches = []struct{ spread, reach float64 }{{0.003, 4096}, {0.03, 128}, {0.1, 32}, {math.Inf(1), 8}}

// Curve is how work grows with n.
type Curve struct {
	Exponent float64 // slope in log-log over the upper sizes
	Whole    float64 // the same for the work of all slices together
	grows    bool
	lastN    float64
	lastW    float64
	cold     float64 // what a unit of compiled work takes interpreted
	compiler float64
	polled   float64
	reach    float64
	fixed    float64 // the part of the work that does not grow
	poly     []float64
	records  bool
}

// Records are objects, each with a place of its own in memory. Of some hundred
// thousand on they are in no cache when work comes to them: the first look at each
// then takes longer, whatever the work is. By ten functions over records in node
// v20.20.2, 10,000 to a million of them: between 3 and 240 ns longer, 165 in the
// middle.
const (
	nearRecords  = 100_000
	farRecordsMS = 150e-6
)

// OfRecords returns the curve of work on records.
func (c Curve) OfRecords(records bool) Curve {
	c.records = records
	return c
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
	w := Current.workOf(&last.Counts)
	c.lastN, c.lastW, c.polled = float64(last.N), w.compiled, last.Polled
	c.cold, c.compiler = w.interpreted/max(w.compiled, 1e-12), w.compiling
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
	c.reach = reachOf(samples)
	c.poly = polynomial(samples)
	if c.poly != nil {
		c.reach = max(c.reach, reachPolynomial)
	}
	c.grows = c.Exponent > 0.1 || c.slopeAt(c.lastN*c.reach) > 0.1
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
	switch {
	case c.poly != nil:
		w = value(c.poly, n)
	case c.grows && c.lastN > 0:
		w = c.fixed + (w-c.fixed)*math.Pow(n/c.lastN, c.Exponent)
	}
	e = Current.estimate(work{w, w * c.cold, c.compiler})
	if c.records && c.grows && n > nearRecords {
		far := (n - nearRecords) * farRecordsMS
		e = Estimate{e.MS + far, e.Low + far/spread, e.High + far*spread}
	}
	if c.polled > 0 {
		e = Estimate{e.MS + c.polled, e.Low + c.polled, e.High + c.polled}
	}
	return e, c.lastN > 0 && n <= c.lastN*c.reach
}

// ExponentAt is the slope in log-log at a size, of the work that grows. Where the
// curve is a polynomial, the highest power shows more the larger the size.
func (c Curve) ExponentAt(n float64) float64 {
	if c.poly == nil {
		return c.Exponent
	}
	return c.slopeAt(min(n, c.Reach()))
}

func (c Curve) slopeAt(n float64) float64 {
	if c.poly == nil || n <= 0 {
		return c.Exponent
	}
	above := append([]float64{0}, c.poly[1:]...)
	a, b := value(above, n*0.99), value(above, n*1.01)
	if a <= 0 || b <= 0 {
		return 0
	}
	return math.Log(b/a) / math.Log(1.01/0.99)
}

// Grows reports whether the heaviest slice grows with the size.
func (c Curve) Grows() bool { return c.grows }

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

// reachOf looks at the slopes between the last four sizes.
func reachOf(samples []Sample) float64 {
	widest := math.Inf(1)
	if len(samples) >= 4 {
		fixed := fixedCost(samples)
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := len(samples) - 3; i < len(samples); i++ {
			a, b := samples[i-1], samples[i]
			if b.Cut {
				return reaches[len(reaches)-1].reach
			}
			s := slope([]float64{math.Log(float64(a.N)), math.Log(float64(b.N))},
				[]float64{math.Log(a.Counts.weigh() - fixed + 1e-9), math.Log(b.Counts.weigh() - fixed + 1e-9)})
			lo, hi = min(lo, s), max(hi, s)
		}
		widest = hi - lo
	}
	for _, r := range reaches {
		if widest <= r.spread {
			return r.reach
		}
	}
	return reaches[len(reaches)-1].reach
}

// reachPolynomial is how far a polynomial is believed that says what every size
// took.
const reachPolynomial = 128.0

// exact is the greatest relative error with which a polynomial says what a size
// took that it was not made from.
const exact = 0.01

// checked is how many of the largest sizes a polynomial has to fit.
const checked = 7

// polynomial returns the coefficients of the polynomial of least degree, at most
// 3, that goes through the samples, or nil. Counts have no noise, so a sum of
// loops and nested loops is found as what it is: a power law fitted to `300 n + n²`
// would say 1.2 where the square is all that matters at the sizes asked about.
func polynomial(samples []Sample) []float64 {
	// What happens at the smallest sizes may be of another kind.
	samples = samples[max(0, len(samples)-checked):]
	var ns, ws []float64
	for _, s := range samples {
		if s.Cut {
			return nil
		}
		ns, ws = append(ns, float64(s.N)), append(ws, s.Counts.weigh())
	}
	for degree := 0; degree <= 3; degree++ {
		// Made from points spread over the upper half, checked on the others.
		if len(ns) < degree+4 {
			return nil
		}
		var xs, ys []float64
		for k := 0; k <= degree; k++ {
			i := len(ns) - 1 - k*(len(ns)/2)/max(degree, 1)
			xs, ys = append(xs, ns[i]), append(ys, ws[i])
		}
		p := through(xs, ys)
		if p == nil {
			continue
		}
		fits := true
		for i := range ns {
			if math.Abs(value(p, ns[i])-ws[i]) > exact*ws[i] {
				fits = false
				break
			}
		}
		if fits {
			return p
		}
	}
	return nil
}

// through returns the polynomial through points, if no coefficient but the
// constant is clearly negative.
func through(xs, ys []float64) []float64 {
	n := len(xs)
	// Newton's divided differences, then expanded.
	d := append([]float64{}, ys...)
	for k := 1; k < n; k++ {
		for i := n - 1; i >= k; i-- {
			if xs[i] == xs[i-k] {
				return nil
			}
			d[i] = (d[i] - d[i-1]) / (xs[i] - xs[i-k])
		}
	}
	p := []float64{d[n-1]}
	for k := n - 2; k >= 0; k-- {
		next := make([]float64, len(p)+1)
		for i, c := range p {
			next[i+1] += c
			next[i] -= c * xs[k]
		}
		next[0] += d[k]
		p = next
	}
	for i := 1; i < len(p); i++ {
		if p[i] < 0 {
			if -p[i]*math.Pow(xs[0], float64(i)) > exact*ys[0] {
				return nil
			}
			p[i] = 0
		}
	}
	return p
}

func value(p []float64, n float64) float64 {
	v := 0.0
	for i := len(p) - 1; i >= 0; i-- {
		v = v*n + p[i]
	}
	return v
}
