package measure

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"strings"

	"github.com/asynclint/asynclint/runtime/snippet"
	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// Bounds of one job. Operations bound the sizes, not time: so the sizes, and
// with them the verdict, are the same on a slow machine.
const (
	maxOps     = 8e6 // counted operations of one run
	enoughOps  = 2e5 // counted operations from which on a steady curve is not followed further
	farEnough  = 128 // factor beyond which the series goes on though the curve reaches further
	maxItems   = 100_000
	maxLight   = 1_000_000 // items of inputs that hold no objects
	maxFirst   = 3e6       // counted operations while looking for the input that matters
	timedOps   = 3e6       // counted operations up to which a run is also timed
	learnShare = 4         // a quarter of the deadline at most for finding inputs
)

// Run does a job in this process; the caller has seen to limits. It does not
// panic: a crash of the engine is an Outcome.
func Run(_ context.Context, job *Job) (out *Outcome) {
	out = &Outcome{}
	defer func() {
		if r := recover(); r != nil {
			out.Failed, out.Detail = FailedInternal, clip(fmt.Sprint("engine crashed: ", r, string(debug.Stack())))
		}
	}()
	until := now().add(job.Deadline)
	r := &runner{job: job, out: out, until: until}
	if err := r.compile(); err != nil {
		out.Failed, out.Detail = FailedSyntax, err.Error()
		return out
	}
	r.run()
	return out
}

// compile reads the program, lowering more of it where goja refuses.
func (r *runner) compile() error {
	code := r.job.Program.Code
	pr, err := compileScript(code)
	if err != nil {
		lower, lerr := snippet.Relower(code)
		if lerr != nil {
			return err
		}
		code = lower
		if pr, err = compileScript(code); err != nil {
			return err
		}
	}
	if text, written, bound := variableBounds(code); bound > 0 {
		if again, err := compileScript(text); err == nil {
			code, pr, r.bound, r.boundText = text, again, bound, written
		}
	}
	in, err := Instrument(code)
	if err != nil {
		return err
	}
	cp, err := compileScript(in.Code)
	if err != nil {
		return err
	}
	r.code, r.plainText, r.counted = pr, code, &countedProgram{cp, in}
	return nil
}

func compileScript(code string) (*goja.Program, error) {
	ast, err := goja.Parse("snippet.js", code, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, err
	}
	return goja.CompileAST(ast, false)
}

type countedProgram struct {
	program *goja.Program
	in      *Instrumented
}

type runner struct {
	job        *Job
	out        *Outcome
	code       *goja.Program
	plainText  string // of code
	counted    *countedProgram
	until      instant
	shapes     string
	dims       []string
	shapeCount int // how many shapes the code distinguishes, at most
	lenient    bool
	bound      float64 // greatest bound of a loop that stands in the text; 0 if none is large
	boundText  string
}

func (r *runner) fail(reason, detail string) {
	r.out.Failed, r.out.Detail = reason, detail
}

func (r *runner) run() {
	if !r.discover() {
		return
	}
	cw, err := newWorld(r.job.Program, r.counted.program, r.counted.in, r.shapes, r.until)
	if err != nil {
		r.fail(FailedLoad, clip(err.Error()))
		return
	}
	if r.bound > 0 && r.boundSeries(cw) {
		return
	}
	dim, ok := r.bestShape(cw)
	if !ok {
		return
	}
	r.out.Dim = dim
	r.grow(cw, dim)
	if len(r.out.Samples) == 0 {
		r.fail(FailedDeadline, "no input size ended in time")
		return
	}
	r.time(dim, cw.eager)
	used, _ := cw.stats()
	r.out.Used = union(r.out.Used, used)
}

// settle makes sure that the program runs at all, first with plain data only,
// then with stubs for what is missing.
func (r *runner) settle(w *gojaWorld) bool {
	var o gojaOutcome
	for _, lenient := range []bool{false, true} {
		r.lenient = lenient
		var s Sample
		var err error
		s, o, err = w.run(nil, lenient, earlier(r.until, now().add(r.job.Deadline/settleShare)))
		if errors.Is(err, errDeadline) && len(r.dims) > 0 {
			// What takes ever longer with each item ends with a few.
			if few, fo, ferr := w.run(sizesAt(strings.Join(r.dims, ", "), fewItems), lenient, r.until); ferr == nil {
				s, o, err = few, fo, nil
			}
		}
		switch {
		case errors.Is(err, errDeadline):
			// It runs; it only does not end. That is a sample of its own.
			s.N = baseSize
			r.out.Samples = append(r.out.Samples, s)
			r.out.Lenient = lenient
			return false
		case err != nil:
			r.fail(FailedInputs, clip(err.Error()))
			return false
		case s.Polled > 0 || o.settled && o.ok:
			r.out.Lenient = lenient
			return true
		case !o.settled && s.Slices > 1:
			// It waits for something that never comes; what ran, ran.
			r.out.Pending = true
			r.out.Lenient = lenient
			return true
		}
	}
	r.out.Threw = clip(o.err)
	if !o.settled {
		r.fail(FailedPending, "its promise never settles")
		return false
	}
	r.fail(FailedInputs, clip(o.err))
	return false
}

// fewItems is a size at which even permutations end.
const fewItems = 4

// settleShare is the part of the deadline in which a run at the base size ends.
const settleShare = 4

// baseSize is the size of the inputs that do not grow; inputs.js has the same.
const baseSize = 16

func (r *runner) maxOps() float64 {
	if r.job.MaxOps > 0 {
		return r.job.MaxOps
	}
	return maxOps
}

// grow runs at growing sizes until the operations allowed are spent.
func (r *runner) grow(w *gojaWorld, dim string) {
	last := min(max(r.job.InputSize, 10_000), maxItems)
	light, records, unit := w.traits(dim)
	r.out.Records = records
	if light {
		last = min(max(r.job.InputSize, 10_000), maxLight)
	}
	var prev *Sample
	final, restarted := false, false
	sizes := sizesUpTo(last)
	if len(r.job.Sizes) > 0 {
		sizes = r.job.Sizes
	}
	for len(sizes) > 0 && !final {
		n := sizes[0]
		sizes = sizes[1:]
		if prev != nil && len(r.job.Sizes) == 0 {
			// Foresee the next run from the last two.
			factor := float64(n) / float64(prev.N)
			exp := 1.0
			if k := len(r.out.Samples); k >= 2 {
				a := r.out.Samples[k-2]
				exp = math.Log((prev.Effort+1)/(a.Effort+1)) / math.Log(float64(prev.N)/float64(a.N))
			}
			if r.until.past() {
				return
			}
			if prev.Effort*math.Pow(factor, max(exp, 0)) > r.maxOps() {
				// The largest size that fits ends the series.
				n = int(float64(prev.N) * math.Pow(r.maxOps()/prev.Effort, 1/max(exp, 0.5)))
				if float64(n) < 1.15*float64(prev.N) {
					return
				}
				final = true
			}
		}
		until := r.until
		if prev == nil && !restarted {
			until = earlier(until, now().add(until.left()/2))
		}
		if len(r.job.Sizes) == 0 && !restarted {
			n = multiple(n, unit)
		}
		s, o, err := w.run(sizesAt(dim, n), r.lenient, until)
		if prev == nil && !restarted && len(r.job.Sizes) == 0 && dim != "" && (errors.Is(err, errDeadline) || s.Effort > r.maxOps()) {
			// Even ten items are too many: permutations, subsets.
			sizes, restarted = []int{2, 3, 4, 5, 6, 7, 8, 9, 10}, true
			continue
		}
		s.N = n
		s.MS = 0
		if err != nil {
			if errors.Is(err, errDeadline) && s.Counts.sum() > 0 {
				r.out.Samples = append(r.out.Samples, s)
			}
			return
		}
		if o.settled && !o.ok && r.out.Threw == "" {
			r.out.Threw = clip(o.err)
		}
		r.out.Samples = append(r.out.Samples, s)
		prev = &r.out.Samples[len(r.out.Samples)-1]
		if dim == "" && len(r.out.Samples) >= 2 {
			return
		}
		if r.job.MaxOps == 0 && s.Total > enoughOps && float64(n)*min(reachOf(r.out.Samples), farEnough) >= float64(r.job.InputSize) {
			return // the curve says the rest
		}
		if r.job.MaxOps == 0 && len(r.out.Samples) >= 5 && s.Counts.V8().Low >= LongTask {
			return
		}
	}
}

// multiple rounds a size up to a multiple of unit.
func multiple(n, unit int) int { return (n + unit - 1) / unit * unit }

// traits says of inputs whether many of their items are made at once, whether the
// items are objects, and what their sizes have to be multiples of.
func (w *gojaWorld) traits(dim string) (light, records bool, unit int) {
	if dim == "" {
		return false, false, 1
	}
	v, err := w.call("traits", w.rt.ToValue(strings.Split(dim, ", ")))
	if err != nil {
		return false, false, 1
	}
	o := v.ToObject(w.rt)
	return o.Get("light").ToBoolean(), o.Get("records").ToBoolean(), max(int(o.Get("unit").ToInteger()), 1)
}

// sizesUpTo returns the sizes tried: close together where work that doubles
// with every step would show, then three in ten.
func sizesUpTo(last int) []int {
	var out []int
	for n := 10; n < last; {
		out = append(out, n)
		switch {
		case n < 30:
			n += 5
		case n < 100:
			n = n * 10 / 3 / 10 * 10
			if n > 60 {
				n = 100
			}
		case n/100 == 1 || n/1000 == 1 || n/10_000 == 1 || n/100_000 == 1:
			n *= 3
		default:
			n = n / 3 * 10
		}
	}
	return append(out, last)
}

// time takes the engine's own time at the sizes that were counted, as far as
// the deadline allows.
func (r *runner) time(dim string, eager bool) {
	w, err := newWorld(r.job.Program, r.code, nil, r.shapes, r.until)
	if err != nil {
		return
	}
	w.variant, w.eager = r.out.Variant, eager
	enough := now().add(r.job.Deadline / 8)
	for i := range r.out.Samples {
		s := &r.out.Samples[i]
		if s.Cut || s.Effort > timedOps {
			return
		}
		t, _, err := w.run(sizesAt(dim, s.N), r.lenient, r.until)
		if err != nil {
			return
		}
		s.MS = t.MS
		if enough.past() {
			return
		}
	}
}

func clip(s string) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if len(s) > 2400 {
		s = s[:2400]
	}
	return s
}

func union(a, b []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, l := range [][]string{a, b} {
		for _, s := range l {
			if !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	return out
}
