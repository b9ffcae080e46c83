package measure

import "math"

// Estimate is a time in V8 for a first call, in ms, with the interval that held
// the truth for most of the kernels.
type Estimate struct {
	MS, Low, High float64
}

// spread is the factor by which the interval goes to either side.
const spread = 3.0

func (c Counts) sum() float64 {
	t := 0.0
	for _, v := range c {
		t += v
	}
	return t + referenceOps*c[ClassReference]
}

// referenceOps is how many operations one made-up callback stands for.
const referenceOps = 40

// weigh returns the counts' cost in ms of compiled code.
func (c Counts) weigh() float64 {
	t := 0.0
	for k, v := range c {
		t += v * Weights[k]
	}
	return t / 1e6
}

// V8 estimates the time of a slice.
func (c Counts) V8() Estimate { return estimate(c.weigh()) }

// estimate turns the cost of compiled code into the time of a first call.
func estimate(w float64) Estimate {
	ms := overheadMS + w + warmupMS*(1-math.Exp(-warmupRate*w/warmupMS))
	return Estimate{MS: ms, Low: ms / spread, High: ms * spread}
}
