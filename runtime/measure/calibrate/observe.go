package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// observation is one function at one size: what was counted, and how long node
// took for a first call.
type observation struct {
	Kernel string
	N      int
	Counts map[string]float64 // by class name, so that the file outlives changes
	MS     float64
}

// observations is the file that the weights are fitted from.
type observations struct {
	Node    string
	Date    string
	SpeedNS float64 // measure.SpeedProbe on the machine
	Kernels []observation
	HeldOut []observation
}

func (o *observation) counts() measure.Counts {
	var c measure.Counts
	for k, name := range measure.ClassNames {
		c[k] = o.Counts[name]
	}
	return c
}

// observeAll runs every function of a source text in node.
func observeAll(node *measure.Node, src string, repeats int) []observation {
	var all []observation
	for _, line := range strings.Split(src, "\n") {
		if !strings.HasPrefix(line, "async function ") {
			continue
		}
		fmt.Fprintf(os.Stderr, "\r%-60.60s", line)
		obs, err := observe(node, line, repeats)
		if err != nil {
			fmt.Fprintf(os.Stderr, ": %v\n", err)
			continue
		}
		all = append(all, obs...)
	}
	fmt.Fprintln(os.Stderr)
	return all
}

// observe takes up to three sizes of a function: the largest that was counted,
// and those nearest to a tenth and a hundredth of it. Each size runs in node
// processes of its own; noise only adds, so the fastest counts.
func observe(node *measure.Node, line string, repeats int) ([]observation, error) {
	p, err := snippet.Extract(snippet.Request{Path: "/kernel.ts", Source: []byte(line), Start: 0, End: len(line)})
	if err != nil {
		return nil, err
	}
	o := measure.Run(context.Background(), &measure.Job{Program: p, InputSize: 100_000, Deadline: time.Minute, MaxOps: 5e6})
	if o.Failed != "" {
		return nil, fmt.Errorf("%s: %s", o.Failed, o.Detail)
	}
	var samples []measure.Sample
	for _, s := range o.Samples {
		if !s.Cut {
			samples = append(samples, s)
		}
	}
	var out []observation
	taken := map[int]bool{}
	for _, share := range []float64{1, 10, 100} {
		if len(samples) == 0 {
			break
		}
		want, s := float64(samples[len(samples)-1].N)/share, samples[0]
		for _, x := range samples {
			if math.Abs(math.Log(float64(x.N)/want)) < math.Abs(math.Log(float64(s.N)/want)) {
				s = x
			}
		}
		if taken[s.N] {
			continue
		}
		taken[s.N] = true
		best := math.Inf(1)
		for range repeats {
			t, err := node.Time(context.Background(), p, o, []int{s.N}, time.Minute)
			if err != nil {
				return nil, err
			}
			best = math.Min(best, t[0].MS)
		}
		out = append(out, observation{p.Name, s.N, byClass(s.Counts), math.Round(best*1e4) / 1e4})
	}
	return out, nil
}

func byClass(c measure.Counts) map[string]float64 {
	by := map[string]float64{}
	for k, name := range measure.ClassNames {
		if c[k] != 0 {
			by[name] = math.Round(c[k]*100) / 100
		}
	}
	return by
}

// recount counts anew, at the sizes that node ran, and keeps node's times. It is
// enough after a change of what is counted.
func recount(list []observation, src string) error {
	for _, line := range strings.Split(src, "\n") {
		if !strings.HasPrefix(line, "async function ") {
			continue
		}
		p, err := snippet.Extract(snippet.Request{Path: "/kernel.ts", Source: []byte(line), Start: 0, End: len(line)})
		if err != nil {
			return err
		}
		var sizes []int
		at := map[int]*observation{}
		for i := range list {
			if o := &list[i]; o.Kernel == p.Name {
				sizes, at[o.N] = append(sizes, o.N), o
			}
		}
		sort.Ints(sizes)
		if len(sizes) == 0 {
			continue
		}
		fmt.Fprintf(os.Stderr, "\r%-60.60s", line)
		o := measure.Run(context.Background(), &measure.Job{Program: p, InputSize: 100_000, Deadline: time.Minute, Sizes: sizes})
		for _, s := range o.Samples {
			if to := at[s.N]; to != nil && !s.Cut {
				to.Counts = byClass(s.Counts)
				delete(at, s.N)
			}
		}
		if len(at) > 0 {
			return fmt.Errorf("%s: %d sizes were not counted: %s %s", p.Name, len(at), o.Failed, o.Detail)
		}
	}
	fmt.Fprintln(os.Stderr)
	return nil
}
