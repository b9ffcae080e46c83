package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/asynclint/asynclint/runtime"
	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/sandbox"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// What makes a comparison one of the model, and not of something else: both
// engines run the same program on the same inputs at the same size; node's time is
// the least of several fresh processes, each a first call; a function that spends
// its time in stubs is left out, since what a stub costs is in node's time and not
// in the estimate; so is one that ends otherwise in node, whose way was another.
const (
	minCompared = 1.0 // ms; what takes less is start-up and noise
	minExponent = 0.3
	nodeRuns    = 5
	// stubShare is how many reads and calls of stubs for each item are too many.
	stubShare = 8
	// agreeing is how far two exponents may lie apart, each taken from two sizes.
	agreeing = 0.3
)

// compared is one function in both engines.
type compared struct {
	place
	n         int
	est, real float64 // ms at n
	inside    bool    // the interval holds node's time
	counts    measure.Counts
	exps      *[2]float64 // of the estimate and of node, where both sizes were in reach
}

// compareWithNode takes functions through the whole pipeline and prints what
// the estimate says beside what node took. None of them was used in fitting.
func compareWithNode(ctx context.Context, w io.Writer, repos []string, each, want int, classes bool) error {
	var places []place
	for _, repo := range repos {
		found, err := sample(repo, each)
		if err != nil {
			return err
		}
		places = append(places, found...)
	}
	sort.Slice(places, func(i, j int) bool { return places[i].order < places[j].order })
	node, err := measure.FindNode()
	if err != nil {
		return err
	}
	var all []compared
	left := map[string]int{}
	for _, p := range places {
		if len(all) == want {
			break
		}
		c, why := compareOne(ctx, node, p)
		if why != "" {
			left[why]++
			continue
		}
		all = append(all, *c)
		c.print(w, classes)
	}
	for why, n := range left {
		fmt.Fprintf(w, "left out: %d %s\n", n, why)
	}
	return summary(w, all)
}

// compareOne returns why a function is left out, or its comparison.
func compareOne(ctx context.Context, node *measure.Node, p place) (*compared, string) {
	t := p.target()
	prog, err := snippet.Extract(snippet.Request{Path: t.Path, Start: t.Start, End: t.End, Root: t.Root})
	if err != nil {
		return nil, "that no program comes out of"
	}
	job := measure.Job{Program: prog, InputSize: runtime.DefaultInputSize, Deadline: 15 * time.Second}
	text, _ := json.Marshal(job)
	self, err := os.Executable()
	if err != nil {
		return nil, err.Error()
	}
	answer, _, err := sandbox.Run(ctx, []string{self}, text, sandbox.Limits{Deadline: 20 * time.Second})
	var o measure.Outcome
	if err != nil || json.Unmarshal(answer, &o) != nil || o.Failed != "" || len(o.Samples) < 3 || o.Dim == "" || o.Bound > 0 {
		return nil, "that did not run, or did not grow"
	}
	k := len(o.Samples) - 1
	for k > 0 && o.Samples[k].Cut {
		k--
	}
	last := o.Samples[k]
	curve := measure.Fit(o.Samples[:k+1])
	est := last.Counts.V8()
	if curve.Exponent < minExponent || est.MS < minCompared || last.Polled > 0 {
		return nil, "that did not run, or did not grow"
	}
	if last.Stubs+last.Forwarded > max(last.N/stubShare, 16) || last.Handed > 0 {
		return nil, "that lean on stubs"
	}
	real, ok := inNode(ctx, node, prog, &o, last.N)
	if real == 0 {
		return nil, "that node did not run"
	}
	if !ok && o.Threw == "" && !o.Pending {
		return nil, "that end otherwise in node"
	}
	c := &compared{place: p, n: last.N, est: est.MS, real: real, inside: est.Low <= real && real <= est.High, counts: last.Counts}
	c.exps = exponents(ctx, node, prog, &o, curve)
	return c, ""
}

// inNode is the least time of several processes; 0 if none ran.
func inNode(ctx context.Context, node *measure.Node, prog *snippet.Program, o *measure.Outcome, n int) (ms float64, ok bool) {
	for range nodeRuns {
		times, err := node.Time(ctx, prog, o, []int{n}, time.Minute)
		if err != nil || len(times) == 0 {
			return 0, false
		}
		if ms == 0 || times[0].MS < ms {
			ms, ok = times[0].MS, times[0].OK
		}
	}
	return ms, ok
}

// exponents compares growth where the start of the engine does not hide it: from
// a size that takes some 15 ms to one that takes 60.
func exponents(ctx context.Context, node *measure.Node, prog *snippet.Program, o *measure.Outcome, curve measure.Curve) *[2]float64 {
	sizeFor := func(ms float64) float64 {
		n := 10.0
		for ; n < 300_000; n *= 1.2 {
			if e, known := curve.At(n); !known || e.MS >= ms {
				break
			}
		}
		if e, known := curve.At(n); !known || e.MS < ms*0.9 {
			return 0
		}
		return math.Round(n)
	}
	small, large := sizeFor(15), sizeFor(60)
	if small == 0 || large < 1.5*small {
		return nil
	}
	a, _ := inNode(ctx, node, prog, o, int(small))
	b, _ := inNode(ctx, node, prog, o, int(large))
	if a < 5 || b <= 0 {
		return nil
	}
	ea, _ := curve.At(small)
	eb, _ := curve.At(large)
	by := math.Log(large / small)
	return &[2]float64{math.Log(eb.MS/ea.MS) / by, math.Log(b/a) / by}
}

func (c *compared) print(w io.Writer, classes bool) {
	fmt.Fprintf(w, "%-64.64s n=%-7d V8 estimated %9.3f, node %9.3f, ratio %.2f", c.repo+" "+c.String(), c.n, c.est, c.real, c.est/c.real)
	if c.exps != nil {
		fmt.Fprintf(w, ", n^%.2f, node n^%.2f", c.exps[0], c.exps[1])
	}
	fmt.Fprintln(w)
	if !classes {
		return
	}
	var parts []string
	for k, name := range measure.ClassNames {
		if c.counts[k] > 0 {
			parts = append(parts, fmt.Sprintf("%s %.4g (%.2f ms)", name, c.counts[k], measure.Current.Weights[k]*c.counts[k]/1e6))
		}
	}
	fmt.Fprintf(w, "    %s\n", strings.Join(parts, ", "))
}

func summary(w io.Writer, all []compared) error {
	if len(all) == 0 {
		return fmt.Errorf("no function ran in both engines")
	}
	var within2, within3, inside, agree, exps int
	sum := 0.0
	for _, c := range all {
		off := math.Max(c.est/c.real, c.real/c.est)
		sum += math.Log(off)
		if off <= 2 {
			within2++
		}
		if off <= 3 {
			within3++
		}
		if c.inside {
			inside++
		}
		if c.exps != nil {
			exps++
			if math.Abs(c.exps[0]-c.exps[1]) <= agreeing {
				agree++
			}
		}
	}
	n := float64(len(all))
	_, err := fmt.Fprintf(w, "%d functions: off by %.2fx (geometric mean), within 2x %.0f %%, within 3x %.0f %%, in the interval %.0f %%; exponents within %.1f for %d of %d\n",
		len(all), math.Exp(sum/n), 100*float64(within2)/n, 100*float64(within3)/n, 100*float64(inside)/n, agreeing, agree, exps)
	return err
}
