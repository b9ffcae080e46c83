package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"unsafe"

	"github.com/asynclint/asynclint/runtime/host"
	"github.com/asynclint/asynclint/runtime/snippet"
	"github.com/dop251/goja"
)

// gojaWorld is one runtime with the host, the program and, when counting,
// counters. It belongs to one goroutine.
type gojaWorld struct {
	rt       *goja.Runtime
	counters []float64
	blocks   []Counts
	api      *goja.Object
	stepFn   goja.Callable
	hostObj  *goja.Object
	threw    error // what the module threw while it came up
	variant  int   // which of the shapes that the code distinguishes is run

	// An interrupt leaves promise jobs and suspended functions behind, which
	// would go on in the next run. So a world that was interrupted is made anew.
	stale bool
	renew func(until instant, sizes map[string]int) (*gojaWorld, error)

	// What a module makes as it comes up has the size that its inputs had then. If
	// eager is set, the module comes up anew for every run.
	eager bool
}

var errDeadline = errors.New("deadline")

var (
	hostProgram   = compiled("host.js", host.Script)
	inputsProgram = compiled("inputs.js", inputsScript)
	countProgram  = compiled("count.js", countScript)
)

// compiled compiles one of our scripts when it is first run: the command that
// measures nothing should not pay for it at every start.
func compiled(name, script string) func() *goja.Program {
	return sync.OnceValue(func() *goja.Program { return goja.MustCompile(name, script, false) })
}

// newWorld brings up a program. shapes is what an earlier world learned, or
// empty for one that is to learn; globals are names that it lacks then.
func newWorld(p *snippet.Program, code *goja.Program, in *Instrumented, shapes string, until instant, globals ...string) (w *gojaWorld, err error) {
	return newWorldAt(p, code, in, shapes, until, map[string]int{}, 0, globals...)
}

// newWorldAt is newWorld with inputs of the sizes given while the module comes up.
func newWorldAt(p *snippet.Program, code *goja.Program, in *Instrumented, shapes string, until instant, sizes map[string]int, variant int, globals ...string) (w *gojaWorld, err error) {
	w = &gojaWorld{rt: goja.New(), variant: variant}
	w.renew = func(until instant, sizes map[string]int) (*gojaWorld, error) {
		fresh, err := newWorldAt(p, code, in, shapes, until, sizes, w.variant, globals...)
		if err == nil {
			fresh.eager = w.eager
		}
		return fresh, err
	}
	w.rt.SetMaxCallStackSize(2500)
	stop := w.guard(until)
	defer stop()
	g := w.rt.GlobalObject()
	names := make([]any, NumClasses)
	for i, n := range ClassNames {
		names[i] = n
	}
	if err := g.Set("__asynclint_classes", w.rt.NewArray(names...)); err != nil {
		return nil, err
	}
	if shapes == "" {
		if err := g.Set("__asynclint_cap", capLearning); err != nil {
			return nil, err
		}
	}
	if in != nil {
		w.blocks = in.Blocks
		n := int(NumClasses) + len(in.Blocks)
		w.counters = make([]float64, n)
		buf := w.rt.NewArrayBuffer(unsafe.Slice((*byte)(unsafe.Pointer(&w.counters[0])), n*8))
		if err := g.Set("__asynclint_buffer", buf); err != nil {
			return nil, err
		}
		if err := g.Set("__asynclint_regexp", w.regexpSteps()); err != nil {
			return nil, err
		}
		if err := g.Set("__asynclint_sort", w.countedSort()); err != nil {
			return nil, err
		}
		if _, err := w.rt.RunString("globalThis.__asynclint_counters = new Float64Array(__asynclint_buffer)"); err != nil {
			return nil, err
		}
	}
	programs := []*goja.Program{hostProgram(), inputsProgram()}
	if in != nil {
		programs = append(programs, countProgram())
	}
	for _, pr := range programs {
		if _, err := w.rt.RunProgram(pr); err != nil {
			return nil, fmt.Errorf("host: %w", err)
		}
	}
	w.api = g.Get("__asynclint").ToObject(w.rt)
	w.hostObj = g.Get("__asynclint_host").ToObject(w.rt)
	w.stepFn, _ = goja.AssertFunction(w.hostObj.Get("step"))
	desc, err := json.Marshal(p.Describe())
	if err != nil {
		return nil, err
	}
	shapesArg := goja.Undefined()
	if shapes != "" {
		shapesArg = w.rt.ToValue(shapes)
	}
	d, err := w.rt.RunString("(" + string(desc) + ")")
	if err != nil {
		return nil, err
	}
	if _, err := w.call("setup", d, shapesArg, w.rt.ToValue(globals)); err != nil {
		return nil, err
	}
	if shapes != "" {
		if _, err := w.call("enterRun", w.rt.ToValue(sizes), w.rt.ToValue(variant)); err != nil {
			return nil, err
		}
	}
	if _, err := w.rt.RunProgram(code); err != nil {
		if isDeadline(err) {
			return nil, errDeadline
		}
		// A module may throw on its way up: the function was handed out
		// before, and may not need what did not come.
		w.threw = err
	}
	// What a module starts as it comes up is over when its functions are called:
	// data that it fetches, images that it loads.
	for i := 0; i < settleSteps; i++ {
		more, err := w.stepFn(goja.Undefined())
		if isDeadline(err) {
			return nil, errDeadline
		}
		if err != nil || !more.ToBoolean() {
			break
		}
	}
	if _, err := w.call("bind"); err != nil {
		if w.threw != nil {
			return nil, fmt.Errorf("the module threw: %w", w.threw)
		}
		return nil, err
	}
	return w, nil
}

// settleSteps bounds the macrotasks in which a module comes up.
const settleSteps = 100

// guard interrupts the runtime at an instant. The function it returns must be
// called before the runtime is used again.
func (w *gojaWorld) guard(until instant) func() {
	stop := until.at(func() { w.rt.Interrupt(errDeadline) })
	return func() {
		stop()
		w.rt.ClearInterrupt()
	}
}

func isDeadline(err error) bool {
	var in *goja.InterruptedError
	return errors.As(err, &in)
}

func (w *gojaWorld) call(name string, args ...goja.Value) (goja.Value, error) {
	f, ok := goja.AssertFunction(w.api.Get(name))
	if !ok {
		return nil, fmt.Errorf("host has no %s", name)
	}
	v, err := f(goja.Undefined(), args...)
	if isDeadline(err) {
		return nil, errDeadline
	}
	return v, err
}

// outcome of the function's call so far.
type gojaOutcome struct {
	settled, ok bool
	err         string
}

func (w *gojaWorld) outcome() gojaOutcome {
	v, err := w.call("outcome")
	if err != nil || goja.IsNull(v) || goja.IsUndefined(v) {
		return gojaOutcome{}
	}
	o := v.ToObject(w.rt)
	return gojaOutcome{o.Get("settled").ToBoolean(), o.Get("ok").ToBoolean(), o.Get("error").String()}
}

func (w *gojaWorld) hostCall(name string) (goja.Value, error) {
	f, _ := goja.AssertFunction(w.hostObj.Get(name))
	return f(goja.Undefined())
}

// Bounds on the macrotasks of one run, by the size of its inputs. A loop that
// waits for a stub forever is cut there: its slices have been seen. extraSteps
// bounds those after the function's promise settled.
const (
	baseSteps    = 2000
	stepsPerItem = 4
	maxSteps     = 20_000
	extraSteps   = 200
)

// run executes the program once with the inputs at the sizes given.
func (w *gojaWorld) run(sizes map[string]int, lenient bool, until instant) (Sample, gojaOutcome, error) {
	var s Sample
	if w.stale || w.eager {
		fresh, err := w.renew(until, sizes)
		if err != nil {
			return s, gojaOutcome{}, err
		}
		*w = *fresh
	}
	stop := w.guard(until)
	defer stop()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// Inputs are made outside of any slice.
	if _, err := w.call("prepare", w.rt.ToValue(sizes), w.rt.ToValue(lenient), w.rt.ToValue(w.counters == nil), w.rt.ToValue(w.variant)); err != nil {
		w.stale = errors.Is(err, errDeadline)
		return s, gojaOutcome{}, err
	}
	goFn, _ := goja.AssertFunction(w.api.Get("go"))
	var err error
	best := -1.0
	slice := func(f func() (bool, error)) bool {
		clear(w.counters)
		w.hostCall("slice")
		began := threadTime()
		more, ferr := f()
		took := threadTime() - began
		s.Slices++
		s.MS = max(s.MS, float64(took.Nanoseconds())/1e6)
		if p, perr := w.hostCall("polled"); perr == nil {
			s.Polled = max(s.Polled, p.ToFloat())
		}
		if w.counters != nil {
			c := w.tally()
			s.Total += c.sum()
			s.Effort += c.effort()
			if v := c.weigh(); v > best {
				best, s.Counts = v, c
			}
		}
		if ferr != nil {
			err = ferr
			return false
		}
		return more
	}
	more := slice(func() (bool, error) { _, e := goFn(goja.Undefined()); return true, e })
	extra, steps := 0, baseSteps
	for _, n := range sizes {
		steps = min(steps+stepsPerItem*n, maxSteps)
	}
	for more && s.Slices < steps && extra < extraSteps {
		if w.outcome().settled {
			extra++
		}
		more = slice(func() (bool, error) {
			v, e := w.stepFn(goja.Undefined())
			return e == nil && v.ToBoolean(), e
		})
	}
	if isDeadline(err) {
		s.Cut, w.stale = true, true
		w.rt.ClearInterrupt()
	}
	if v, serr := w.call("stats"); serr == nil {
		s.Stubs = int(v.ToObject(w.rt).Get("stubCalls").ToInteger())
		s.Forwarded = int(v.ToObject(w.rt).Get("forwarded").ToInteger())
		s.Handed = int(v.ToObject(w.rt).Get("handed").ToInteger())
	}
	if s.Cut {
		return s, w.outcome(), errDeadline
	}
	return s, w.outcome(), nil
}

// hotTimes is how often a block runs before V8's compilers are at work on it.
const hotTimes = 500

// tally turns the counters into counts by class.
func (w *gojaWorld) tally() Counts {
	var c Counts
	copy(c[:], w.counters[:NumClasses])
	for b, times := range w.counters[NumClasses:] {
		if times == 0 {
			continue
		}
		blk := &w.blocks[b]
		for k := range c {
			c[k] += times * blk[k]
		}
		if times >= hotTimes {
			c[ClassHot] += blk.sum()
		}
	}
	for k, v := range c {
		if math.IsNaN(v) || v < 0 {
			c[k] = 0
		}
	}
	return c
}

// stats returns the stubs used and the errors that reached the event loop.
func (w *gojaWorld) stats() (used, errs []string) {
	v, err := w.call("stats")
	if err != nil {
		return nil, nil
	}
	o := v.ToObject(w.rt)
	_ = w.rt.ExportTo(o.Get("used"), &used)
	_ = w.rt.ExportTo(o.Get("errors"), &errs)
	return used, errs
}
