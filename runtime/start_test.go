package runtime_test

import (
	"os"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime"
	"github.com/asynclint/asynclint/runtime/sandbox"
)

// BenchmarkFirstSample is what passes before the first sample of a small
// function: cutting it out, starting the child, bringing up the world, finding
// inputs, one run. The bound of operations ends the run there.
func BenchmarkFirstSample(b *testing.B) {
	src := []byte(`async function f(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }`)
	var spent time.Duration
	for b.Loop() {
		e := runtime.Measure(b.Context(), []runtime.Target{{Path: "/none/f.ts", Source: src, Start: 0, End: len(src)}},
			runtime.Options{InputSize: 10, Budget: time.Minute}, nil)[0]
		if len(e.Samples) == 0 {
			b.Fatal(show(e))
		}
		spent += e.Spent
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
	src := []byte(`async function f(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }`)
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
