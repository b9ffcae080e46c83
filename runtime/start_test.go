package runtime_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime"
	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/sandbox"
	"github.com/asynclint/asynclint/runtime/snippet"
)

const smallFunction = `async function f(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }`

// BenchmarkFirstSample is what passes from the start to the first sample of a small
// function: cutting it out, starting the child, bringing up the world, finding
// inputs, one run that is counted and one that is timed.
func BenchmarkFirstSample(b *testing.B) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var spent time.Duration
	for b.Loop() {
		prog, err := snippet.Extract(snippet.Request{Path: "/none/f.ts", Source: []byte(smallFunction), Start: 0, End: len(smallFunction)})
		if err != nil {
			b.Fatal(err)
		}
		job, err := json.Marshal(measure.Job{Program: prog, InputSize: 10_000, Deadline: time.Minute, Sizes: []int{10}})
		if err != nil {
			b.Fatal(err)
		}
		answer, used, err := sandbox.Run(b.Context(), []string{exe}, job, sandbox.Limits{Deadline: time.Minute})
		var o measure.Outcome
		if err != nil || json.Unmarshal(answer, &o) != nil || len(o.Samples) != 1 || o.Samples[0].MS == 0 {
			b.Fatalf("%v: %s", err, answer)
		}
		spent += used.CPU
	}
	b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "child-cpu-ms/op") // says more than time on a busy machine
}

// BenchmarkChild is the start and end of a child that does nothing: the part of
// BenchmarkFirstSample that no change of this package can save.
func BenchmarkChild(b *testing.B) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := sandbox.Run(b.Context(), []string{exe}, []byte("{}"), sandbox.Limits{Deadline: time.Minute}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCached is a second measuring of the same function.
func BenchmarkCached(b *testing.B) {
	src := []byte(smallFunction)
	opt := runtime.Options{InputSize: 10, Budget: time.Minute, CacheDir: b.TempDir()}
	measure := func() runtime.Evidence {
		return runtime.Measure(b.Context(), []runtime.Target{{Path: "/none/f.ts", Source: src, Start: 0, End: len(src)}}, opt, nil)[0]
	}
	if e := measure(); e.Verdict == "" || len(e.Samples) == 0 {
		b.Fatal(show(e))
	}
	for b.Loop() {
		if e := measure(); len(e.Samples) == 0 {
			b.Fatal(show(e))
		}
	}
}
