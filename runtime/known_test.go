package runtime_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime"
)

// knownTargets writes the functions to files, so that one call measures all.
func knownTargets(t testing.TB, k known) (runtime.Target, runtime.Options) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.ts")
	if err := os.WriteFile(path, []byte(k.src), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"async function f(", "async f("} {
		if at := strings.Index(k.src, mark); at >= 0 {
			return runtime.Target{Path: path, Start: at, End: at + len(mark)}, runtime.Options{InputSize: k.size, Budget: time.Minute}
		}
	}
	t.Fatalf("%s: no function f", k.name)
	return runtime.Target{}, runtime.Options{}
}

// The functions run with the options that users have, two children at once.
func TestKnownAnswers(t *testing.T) {
	evidence := make([]runtime.Evidence, len(knowns))
	next := make(chan int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				target, opt := knownTargets(t, knowns[i])
				evidence[i] = runtime.Measure(context.Background(), []runtime.Target{target}, opt, nil)[0]
			}
		}()
	}
	for i := range knowns {
		next <- i
	}
	close(next)
	wg.Wait()
	exponents, rightV, rightE := 0, 0, 0
	for i, k := range knowns {
		e := evidence[i]
		if k.right(e) {
			rightV++
		} else {
			t.Logf("%s: want %s: %s", k.name, []string{"refuted", "not confirmed", "confirmed"}[k.blocks+1], show(e))
		}
		if math.IsNaN(k.exponent) {
			continue
		}
		exponents++
		got := math.NaN()
		switch {
		case e.Exponent != nil:
			got = *e.Exponent
		case e.Reason == runtime.ReasonNoGrowth:
			got = 0
		}
		if math.Abs(got-k.exponent) <= 0.15 {
			rightE++
		} else {
			t.Logf("%s: exponent is not %g: %s", k.name, k.exponent, show(e))
		}
	}
	t.Logf("verdicts right: %d of %d, exponents: %d of %d", rightV, len(knowns), rightE, exponents)
	if len(knowns) < 60 || rightV*100 < len(knowns)*95 || rightE*100 < exponents*90 {
		t.Fail()
	}
}

// right reports whether the verdict is the known one.
func (k *known) right(e runtime.Evidence) bool {
	switch k.blocks {
	case 1:
		return e.Verdict == runtime.Confirmed
	case -1:
		return e.Verdict == runtime.Refuted
	}
	return e.Verdict != runtime.Confirmed
}

func TestEveryReasonIsExplained(t *testing.T) {
	for _, r := range []string{runtime.ReasonBudget, runtime.ReasonDeadline, runtime.ReasonEngine, runtime.ReasonInconclusive, runtime.ReasonMemory,
		runtime.ReasonNoGrowth, runtime.ReasonOutOfReach, runtime.ReasonSandbox, runtime.ReasonStack, runtime.ReasonStubs, runtime.ReasonThrew} {
		if runtime.Reasons[r] == "" {
			t.Errorf("%q is not explained", r)
		}
	}
}
