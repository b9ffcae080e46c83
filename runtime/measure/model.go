package measure

import "math"

// Model turns operation counts into V8's time for a first call.
type Model struct {
	OverheadMS float64 // a constant
	WarmupMS   float64 // what the interpreter costs at most until code is compiled
	WarmupRate float64 // how fast that is reached, per ms of compiled code
	Weights    Counts  // ns of compiled code per operation, by class
}

// Estimate is a time in V8 for a first call, in ms, with the interval that held
// the truth for most of the kernels.
type Estimate struct {
	MS, Low, High float64
}

// spread is the factor by which the interval goes to either side.
const spread = 3.0

// sum is the number of operations.
func (c Counts) sum() float64 {
	t := 0.0
	for k, v := range c {
		if Class(k) != ClassHot {
			t += v
		}
	}
	return t + referenceOps*c[ClassReference]
}

// referenceOps is how many operations one made-up callback stands for.
const referenceOps = 40

// effort is what the operations cost the embedded engine, in units of one that
// it interprets: what a built-in does to each of many items is compiled Go. It
// bounds the sizes that are run.
func (c Counts) effort() float64 {
	t := 0.0
	for k, v := range c {
		t += v * efforts[k]
	}
	return t
}

var efforts = func() (e Counts) {
	for k := range e {
		e[k] = 1
	}
	for k, v := range map[Class]float64{
		ClassCopy: 0.3, ClassScan: 0.1, ClassSeek: 0.1, ClassSpread: 2, ClassChars: 0.02, ClassJSON: 0.1, ClassRegexp: 0.08,
		ClassTyped: 0.1, ClassMove: 0.03, ClassFar: 0, ClassHot: 0, ClassReference: referenceOps,
	} {
		e[k] = v
	}
	return e
}()

// work returns the counts' cost in ms of compiled code.
func (m *Model) work(c *Counts) float64 {
	t := 0.0
	for k, v := range c {
		t += v * m.Weights[k]
	}
	return t / 1e6
}

func (m *Model) time(work float64) float64 {
	return m.OverheadMS + work + m.WarmupMS*(1-math.Exp(-m.WarmupRate*work/m.WarmupMS))
}

// Estimate estimates the time of a slice.
func (m Model) Estimate(c Counts) Estimate { return m.estimate(m.work(&c)) }

// estimate turns the cost of compiled code into the time of a first call.
func (m *Model) estimate(w float64) Estimate {
	ms := m.time(w)
	return Estimate{MS: ms, Low: ms / spread, High: ms * spread}
}

// weigh returns the counts' cost in ms of compiled code, by the current model.
func (c Counts) weigh() float64 { return Current.work(&c) }

// V8 estimates the time of a slice by the current model.
func (c Counts) V8() Estimate { return Current.Estimate(c) }

func estimate(w float64) Estimate { return Current.estimate(w) }
