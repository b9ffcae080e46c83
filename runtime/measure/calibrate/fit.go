package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"sort"
	"sync"

	"github.com/asynclint/asynclint/runtime/measure"
)

// result is what a fit comes to.
type result struct {
	model         measure.Model
	all           errorStats // on the kernels it was fitted to
	left          errorStats // each kernel by a model that did not see it
	heldOut       errorStats
	leftModels    map[string]measure.Model
	kernels, held []observation
}

func fit(obs *observations) *result {
	r := &result{model: measure.FitModel(points(obs.Kernels, "")), leftModels: map[string]measure.Model{}, kernels: obs.Kernels, held: obs.HeldOut}
	names := byKernel(obs.Kernels)
	var mu sync.Mutex
	var wg sync.WaitGroup
	room := make(chan struct{}, runtime.NumCPU())
	for _, k := range names {
		wg.Add(1)
		room <- struct{}{}
		go func() {
			defer wg.Done()
			m := measure.FitModel(points(obs.Kernels, k))
			mu.Lock()
			r.leftModels[k] = m
			mu.Unlock()
			<-room
		}()
	}
	wg.Wait()
	r.all = errorsOf(obs.Kernels, func(string) measure.Model { return r.model })
	r.left = errorsOf(obs.Kernels, func(k string) measure.Model { return r.leftModels[k] })
	r.heldOut = errorsOf(obs.HeldOut, func(string) measure.Model { return r.model })
	return r
}

func (r *result) print(w io.Writer, all bool) {
	fmt.Fprintf(w, "%-34s %s\n", "fitted on all:", r.all.text())
	fmt.Fprintf(w, "%-34s %s\n", "kernels left out:", r.left.text())
	fmt.Fprintf(w, "%-34s %s\n", "functions no fit saw:", r.heldOut.text())
	committed := errorsOf(r.held, func(string) measure.Model { return measure.Current })
	fmt.Fprintf(w, "%-34s %s\n", "the same by the weights in use:", committed.text())
	if !all {
		return
	}
	for _, list := range [][]observation{r.kernels, r.held} {
		for _, o := range list {
			m, ok := r.leftModels[o.Kernel]
			if !ok {
				m = r.model
			}
			e := m.Estimate(o.counts())
			fmt.Fprintf(w, "%-20s n=%-7d node %9.3f ms, estimate %9.3f (%.3f to %.3f), ratio %.2f\n", o.Kernel, o.N, o.MS, e.MS, e.Low, e.High, e.MS/o.MS)
		}
	}
}

func byKernel(all []observation) []string {
	seen := map[string]bool{}
	var out []string
	for _, o := range all {
		if !seen[o.Kernel] {
			seen[o.Kernel] = true
			out = append(out, o.Kernel)
		}
	}
	sort.Strings(out)
	return out
}

// points returns what to fit, without one kernel. All sizes of a kernel together
// weigh as much as any other kernel.
func points(all []observation, without string) []measure.Point {
	per := map[string]int{}
	for _, o := range all {
		per[o.Kernel]++
	}
	var out []measure.Point
	for _, o := range all {
		if o.Kernel != without {
			out = append(out, measure.Point{Counts: o.counts(), MS: o.MS, Weight: 1 / float64(per[o.Kernel])})
		}
	}
	return out
}

// errorStats says how far estimates are off.
type errorStats struct{ geo, within2, within3, held float64 }

func (s errorStats) text() string {
	return fmt.Sprintf("off by %.2fx (geometric mean), within 2x for %.1f %%, within 3x for %.1f %%; the interval holds %.1f %%", s.geo, s.within2, s.within3, s.held)
}

func errorsOf(list []observation, model func(kernel string) measure.Model) errorStats {
	var s errorStats
	for _, o := range list {
		e := model(o.Kernel).Estimate(o.counts())
		off := math.Abs(math.Log(e.MS / o.MS))
		s.geo += off
		if off <= math.Log(2) {
			s.within2++
		}
		if off <= math.Log(3) {
			s.within3++
		}
		if e.Low <= o.MS && o.MS <= e.High {
			s.held++
		}
	}
	n := math.Max(float64(len(list)), 1)
	return errorStats{math.Exp(s.geo / n), 100 * s.within2 / n, 100 * s.within3 / n, 100 * s.held / n}
}
