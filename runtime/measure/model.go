package measure

import "math"

// Model turns operation counts into V8's time for a first call.
type Model struct {
	OverheadMS float64 // a constant
	WarmupMS   float64 // what the interpreter costs at most until code is compiled
	WarmupRate float64 // how fast that is reached, per ms that the interpreter would take
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

// interpreted is what operations of a class cost while V8 still interprets them,
// in ns: of that order, for the fit scales them all by WarmupRate. Classes of what
// built-ins do are compiled from the start.
var interpreted = Counts{
	ClassBase: 15, ClassLocal: 3, ClassArith: 5, ClassGet: 10, ClassIndex: 10, ClassSet: 12, ClassCall: 40, ClassAlloc: 30, ClassField: 8,
	ClassClosure: 40, ClassConcat: 40, ClassIter: 60, ClassAwait: 60, ClassCallback: 30, ClassSort: 30, ClassStep: 60, ClassReference: 300,
}

// work is what a slice costs, in ms.
type work struct {
	compiled    float64 // in compiled code
	interpreted float64 // in interpreted code, were it never compiled
	compiling   float64 // of the compiler; it does not grow with the input
}

func (m *Model) workOf(c *Counts) work {
	var w work
	for k, v := range c {
		w.interpreted += v * interpreted[k] / 1e6
		w.add(Class(k), v*m.Weights[k]/1e6)
	}
	return w
}

// add adds ms to the part that a class belongs to.
func (w *work) add(k Class, ms float64) {
	if k == ClassHot {
		w.compiling += ms
	} else {
		w.compiled += ms
	}
}

func (m *Model) time(w work) float64 {
	return m.OverheadMS + w.compiled + w.compiling + m.WarmupMS*(1-math.Exp(-m.WarmupRate*w.interpreted/m.WarmupMS))
}

// Estimate estimates the time of a slice.
func (m Model) Estimate(c Counts) Estimate { return m.estimate(m.workOf(&c)) }

func (m *Model) estimate(w work) Estimate {
	ms := m.time(w)
	return Estimate{MS: ms, Low: ms / spread, High: ms * spread}
}

// weigh returns the counts' cost in ms of compiled code, by the current model.
func (c Counts) weigh() float64 { return Current.workOf(&c).compiled }

// V8 estimates the time of a slice by the current model.
func (c Counts) V8() Estimate { return Current.Estimate(c) }
