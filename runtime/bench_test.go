package runtime_test

import (
	"testing"

	"github.com/asynclint/asynclint/runtime"
)

// BenchmarkMeasure is the whole way of a small function: cut out, start of the
// child, inputs, samples, verdict.
func BenchmarkMeasure(b *testing.B) {
	src := []byte(`async function f(xs: number[]) { let s = 0; for (const x of xs) s += x; return s; }`)
	b.ReportAllocs()
	for b.Loop() {
		e := runtime.Measure(b.Context(), []runtime.Target{{Path: "/none/f.ts", Source: src, Start: 0, End: len(src)}},
			runtime.Options{InputSize: 100}, nil)[0]
		if len(e.Samples) == 0 {
			b.Fatal(show(e))
		}
	}
}
