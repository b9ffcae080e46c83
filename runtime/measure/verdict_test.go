package measure

import (
	"math"
	"testing"
)

// curveOf fits samples whose work is given by a function, at the usual sizes up
// to a largest.
func curveOf(largest int, work func(n float64) float64) Curve {
	var samples []Sample
	for _, n := range sizesUpTo(largest) {
		var s Sample
		s.N = n
		s.Counts[ClassArith] = math.Round(work(float64(n)))
		s.Total = s.Counts.sum()
		samples = append(samples, s)
	}
	return Fit(samples)
}

func TestCurvesTellTheExponent(t *testing.T) {
	log := math.Log2
	for _, c := range []struct {
		name string
		work func(n float64) float64
		want float64 // at size 10,000, from sizes up to 1000
	}{
		{"constant", func(n float64) float64 { return 5000 }, 0},
		{"linear", func(n float64) float64 { return 700 + 12*n }, 1},
		{"square", func(n float64) float64 { return 50 + 9*n + 7*n*n }, 2},
		{"square behind much that is linear", func(n float64) float64 { return 4000*n + 6*n*n }, 1.94},
		{"cube", func(n float64) float64 { return 9*n + n*n + n*n*n }, 3},
		{"n log n", func(n float64) float64 { return 20 * n * log(n) }, 1.15},
		{"n to the 1.5", func(n float64) float64 { return 20 * n * math.Sqrt(n) }, 1.5},
		{"root", func(n float64) float64 { return 400 * math.Sqrt(n) }, 0.5},
	} {
		got := curveOf(1000, c.work).ExponentAt(10_000)
		if math.Abs(got-c.want) > 0.08 {
			t.Errorf("%s: exponent %.3f, want %.3f", c.name, got, c.want)
		}
	}
}

func TestCurvesForetell(t *testing.T) {
	square := func(n float64) float64 { return 4000*n + 6*n*n }
	c := curveOf(1000, square)
	var there Sample
	there.Counts[ClassArith] = square(20_000)
	want := there.Counts.V8().MS
	if got, known := c.At(20_000); !known || math.Abs(got.MS/want-1) > 0.02 {
		t.Errorf("%.1f ms at 20,000 (known: %v), want %.1f", got.MS, known, want)
	}
	n, ok := c.N50()
	if e, _ := c.At(n); !ok || math.Abs(e.MS/LongTask-1) > 0.01 {
		t.Errorf("n50 %v (%v), where it takes %.2f ms", n, ok, e.MS)
	}
	if _, known := c.At(1e9); known {
		t.Error("a curve says nothing a million times beyond what ran")
	}
}

func TestCutSamplesMakeNoPolynomial(t *testing.T) {
	samples := []Sample{{N: 10}, {N: 20}, {N: 30}, {N: 100}, {N: 300, Cut: true}}
	if polynomial(samples) != nil {
		t.Error("a run that was cut has no full counts")
	}
}
