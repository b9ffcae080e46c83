package measure

import "math"

// Point is an observation to fit a Model to.
type Point struct {
	Counts Counts
	MS     float64
	Weight float64 // so that a kernel seen at many sizes does not count for more
}

// prior is what the weights are pulled towards where the observations say
// little: figures of the order that V8's compiled code takes.
var prior = Model{
	OverheadMS: 0.05, WarmupMS: 3.3, WarmupRate: 1,
	Weights: Counts{
		2, 0.5, 0.7, 1.5, 1.5, 2.5, 4, 12, 3, 12, 15, 4, 120,
		6, 6, 1.5, 1, 15, 3, 20, 30, 1, 6, 4, 8, 1,
		1, 3, 10, 60, 15, 1000,
		250,
	},
}

// pull is how strongly the prior pulls, per parameter and squared log ratio.
const pull = 0.05

// outlier is the error, as a logarithm, beyond which an observation is one: a
// factor of three.
const outlier = 1.1

// FitModel finds the model with the least mean squared log error, by coordinate
// descent in the logarithms of the parameters. It is deterministic.
func FitModel(points []Point) Model {
	f := newFitter(points)
	f.descend()
	return f.model
}

// fitter keeps what each point costs, so that a step in one weight looks at the
// points that have operations of that class only.
type fitter struct {
	model  Model
	points []Point
	work   []work
	loss   []float64
	has    [NumClasses][]int // points with operations of a class
}

func newFitter(points []Point) *fitter {
	f := &fitter{model: prior, points: points, work: make([]work, len(points)), loss: make([]float64, len(points))}
	for i := range points {
		for k, v := range points[i].Counts {
			if v != 0 {
				f.has[k] = append(f.has[k], i)
			}
		}
		f.work[i] = f.model.workOf(&points[i].Counts)
		f.loss[i] = f.lossAt(i, f.work[i])
	}
	return f
}

func (f *fitter) lossAt(i int, w work) float64 {
	p := &f.points[i]
	e := math.Log(f.model.time(w) / p.MS)
	if a := math.Abs(e); a > outlier {
		return p.Weight * outlier * (2*a - outlier)
	}
	return p.Weight * e * e
}

func penalty(v, prior float64) float64 {
	d := math.Log(v / prior)
	return pull * d * d
}

func (f *fitter) descend() {
	shape := []struct {
		at    *float64
		prior float64
	}{{&f.model.OverheadMS, prior.OverheadMS}, {&f.model.WarmupMS, prior.WarmupMS}, {&f.model.WarmupRate, prior.WarmupRate}}
	for step := 0.7; step > 0.01; {
		improved := false
		for _, factor := range []float64{math.Exp(step), math.Exp(-step)} {
			for _, s := range shape {
				improved = f.tryShape(s.at, s.prior, factor) || improved
			}
			for k := range f.model.Weights {
				improved = f.tryWeight(k, factor) || improved
			}
		}
		if !improved {
			step /= 2
		}
	}
}

// least is the improvement that is worth a step.
const least = 1e-9

// tryWeight multiplies a weight and keeps that if it helps.
func (f *fitter) tryWeight(k int, factor float64) bool {
	old := f.model.Weights[k]
	change := old * (factor - 1)
	gain := penalty(old, prior.Weights[k]) - penalty(old*factor, prior.Weights[k])
	for _, i := range f.has[k] {
		gain += f.loss[i] - f.lossAt(i, f.with(i, k, change))
	}
	if gain < least {
		return false
	}
	f.model.Weights[k] = old * factor
	for _, i := range f.has[k] {
		f.work[i] = f.with(i, k, change)
		f.loss[i] = f.lossAt(i, f.work[i])
	}
	return true
}

// with is the work of a point if a weight changes.
func (f *fitter) with(i, k int, change float64) work {
	w := f.work[i]
	w.add(Class(k), change*f.points[i].Counts[k]/1e6)
	return w
}

// tryShape does the same to a parameter that concerns all points.
func (f *fitter) tryShape(at *float64, prior, factor float64) bool {
	old := *at
	gain := penalty(old, prior) - penalty(old*factor, prior)
	*at = old * factor
	for i := range f.points {
		gain += f.loss[i] - f.lossAt(i, f.work[i])
	}
	if gain < least {
		*at = old
		return false
	}
	for i := range f.points {
		f.loss[i] = f.lossAt(i, f.work[i])
	}
	return true
}
