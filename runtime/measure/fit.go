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
	OverheadMS: 0.05, WarmupMS: 3.3, WarmupRate: 3,
	Weights: Counts{
		2, 0.5, 0.7, 1.5, 1.5, 2.5, 4, 12, 3, 12, 15, 4, 120,
		6, 6, 1.5, 1, 15, 3, 20, 30, 1, 6, 4, 8, 1,
		1, 3, 10, 60, 15, 1000,
		250,
	},
}

// pull is how strongly the prior pulls, per parameter and squared log ratio.
const pull = 0.05

// FitModel finds the model with the least mean squared log error, by coordinate
// descent in the logarithms of the parameters. It is deterministic.
func FitModel(points []Point) Model {
	m := prior
	params := []*float64{&m.OverheadMS, &m.WarmupMS, &m.WarmupRate}
	start := []float64{prior.OverheadMS, prior.WarmupMS, prior.WarmupRate}
	for k := range m.Weights {
		params = append(params, &m.Weights[k])
		start = append(start, prior.Weights[k])
	}
	loss := func() float64 {
		l := 0.0
		for i := range points {
			p := &points[i]
			e := math.Log(m.time(m.work(&p.Counts)) / p.MS)
			// Beyond a factor of three an observation is an outlier.
			if a := math.Abs(e); a > 1.1 {
				l += p.Weight * (2.2*a - 1.21)
			} else {
				l += p.Weight * e * e
			}
		}
		for i, v := range params {
			d := math.Log(*v / start[i])
			l += pull * d * d
		}
		return l
	}
	best := loss()
	for step := 0.7; step > 0.01; {
		improved := false
		for _, v := range params {
			old := *v
			for _, f := range []float64{math.Exp(step), math.Exp(-step)} {
				*v = old * f
				if l := loss(); l < best-1e-9 {
					best, old, improved = l, *v, true
				} else {
					*v = old
				}
			}
		}
		if !improved {
			step /= 2
		}
	}
	return m
}
