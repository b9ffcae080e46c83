package main

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/runtime/measure"
)

// The weights in use follow from the observations; `go run
// ./runtime/measure/calibrate -refit` makes them anew. And they are as good as
// the estimates are said to be, on kernels that the fit did not see and on
// functions that no fit saw.
func TestWeightsFollowFromTheObservations(t *testing.T) {
	obs, err := readObservations("observations.json")
	if err != nil {
		t.Fatal(err)
	}
	r := fit(obs)
	worst := 1.0
	for _, o := range append(obs.Kernels, obs.HeldOut...) {
		ratio := r.model.Estimate(o.counts()).MS / measure.Current.Estimate(o.counts()).MS
		worst = math.Max(worst, math.Max(ratio, 1/ratio))
	}
	if worst > 1.02 {
		t.Errorf("the fit differs from the weights in use by %.2fx; go run ./runtime/measure/calibrate -refit", worst)
	}
	t.Logf("%d kernels left out: %s", len(byKernel(obs.Kernels)), r.left.text())
	t.Logf("%d functions no fit saw: %s", len(byKernel(obs.HeldOut)), r.heldOut.text())
	for name, s := range map[string]errorStats{"kernels left out": r.left, "functions no fit saw": r.heldOut} {
		if s.within2 < 75 || s.within3 < 93 || s.held < 90 {
			t.Errorf("%s: %s; wanted are 75 %%, 93 %% and 90 %%", name, s.text())
		}
	}
	if k, h := len(byKernel(obs.Kernels)), len(byKernel(obs.HeldOut)); k < 40 || h < 30 {
		t.Errorf("%d kernels and %d functions are too few", k, h)
	}
}

func TestWeightsFileIsGenerated(t *testing.T) {
	obs, err := readObservations("observations.json")
	if err != nil {
		t.Fatal(err)
	}
	text, err := weights(obs, &result{model: measure.Current})
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../weights.go")
	if err != nil {
		t.Fatal(err)
	}
	// The comments hold figures of the whole fit; the values must be the same.
	values := func(s string) string {
		var out []string
		for _, l := range strings.Split(s, "\n") {
			if !strings.HasPrefix(l, "//") {
				out = append(out, l)
			}
		}
		return strings.Join(out, "\n")
	}
	if values(string(have)) != values(string(text)) {
		t.Error("weights.go is not what calibrate writes; go run ./runtime/measure/calibrate -refit")
	}
}

// Nothing is in both sets.
func TestHeldOutFunctionsAreNoKernels(t *testing.T) {
	for _, line := range strings.Split(heldOut, "\n") {
		if strings.HasPrefix(line, "async function ") {
			name, _, _ := strings.Cut(line[len("async function "):], "(")
			if strings.Contains(kernels, "async function "+name+"(") {
				t.Errorf("%s is a kernel", name)
			}
		}
	}
}
