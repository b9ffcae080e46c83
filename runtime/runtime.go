// Package runtime executes flagged functions and says for how long they keep
// the event loop from doing anything else, and from which input size on that
// hurts.
//
// # Model
//
// A target is a function in a file. It is cut out with its local dependencies
// (package snippet), run in a child process (package sandbox) in a made-up world
// (package host) at growing input sizes, and what was counted becomes a curve
// and a verdict (package measure). See docs/design/runtime.md.
package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	goruntime "runtime"
	"strings"
	"sync"
	"time"

	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/sandbox"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// Target names a function to measure.
type Target struct {
	Path   string   // file on disk, absolute
	Source []byte   // its text; nil means what is on disk
	Start  int      // byte range of the function in Source
	End    int      //
	Grow   []string // sizes that the static analysis says it grows with, as "records.length"; may be empty
	Size   int      // how large that plausibly gets, by the static analysis; 0 if unknown
	Root   string   // project root; empty means the file's folder
}

// Options set how Measure works. The zero value is usable.
type Options struct {
	Engine      string        // "goja", the default, or "node"
	InputSize   int           // the input size a verdict is about; 0 means 10,000
	Budget      time.Duration // for the whole call, by the wall clock; 0 means 10 s
	PerFunction time.Duration // for one target, of the children's processor time; 0 means 5 s
	Jobs        int           // children at once; 0 means one per core, at most 4
	CacheDir    string        // folder for results; empty means none
	Self        []string      // command that starts a sandbox child; nil means this program
}

// Verdicts.
const (
	Confirmed  = "confirmed"  // even the low end of the estimate reaches 50 ms at the input size
	Refuted    = "refuted"    // even the high end stays within a frame, 16 ms, at the input size
	Unmeasured = "unmeasured" // neither; Reason says why
)

// Reasons of an unmeasured verdict. The reasons of packages snippet and measure
// occur too; Reasons lists all.
const (
	ReasonBudget       = "budget"       // the time for the whole run was over before its turn
	ReasonInconclusive = "inconclusive" // it ran; the estimate lies between the bands
	ReasonStubs        = "stubs"        // its work is in stubs, whose cost is unknown
	ReasonOutOfReach   = "out-of-reach" // the input size is too far from what could be run
	ReasonPartial      = "partial"      // only one of the sizes that the work grows with was made to grow
	ReasonNoGrowth     = "no-growth"    // no input was found with which the work grows
	ReasonThrew        = "threw"        // it threw at the sizes tried
	ReasonDeadline     = "deadline"     // no run ended in time
	ReasonMemory       = "memory"       // the memory limit was reached
	ReasonStack        = "stack"        // it recursed beyond the stack
	ReasonSandbox      = "sandbox"      // the child could not be started or died
	ReasonEngine       = "engine"       // the engine asked for is not there
)

// Sample is one input size.
type Sample struct {
	N    int     `json:"n"`
	MS   float64 `json:"ms"`    // the engine's time for the longest slice
	V8MS float64 `json:"v8_ms"` // estimated time in V8, first call
}

// Evidence is what is known about one target.
type Evidence struct {
	Verdict   string   `json:"verdict"`
	Reason    string   `json:"reason,omitempty"`
	Detail    string   `json:"detail,omitempty"` // for people: what the reason means here
	Engine    string   `json:"engine,omitempty"`
	Samples   []Sample `json:"samples,omitempty"`
	Exponent  *float64 `json:"exponent,omitempty"` // nil where nothing grew
	N50       *float64 `json:"n50,omitempty"`      // size at which a slice reaches 50 ms in V8; nil where none within reach does
	V8MS      *float64 `json:"v8_ms,omitempty"`    // estimate at InputSize
	V8Low     *float64 `json:"v8_low_ms,omitempty"`
	V8High    *float64 `json:"v8_high_ms,omitempty"`
	InputSize int      `json:"input_size,omitempty"`
	InputFrom string   `json:"input_from,omitempty"` // where the size comes from: "default", "option", or words of the source
	Grows     string   `json:"grows,omitempty"`      // the input that grew, as "records"
	Stubs     []string `json:"stubs,omitempty"`      // what was not run
	Slices    int      `json:"slices,omitempty"`     // macrotasks of the largest run
	Tier      string   `json:"tier,omitempty"`       // how close to the real thing: "module", "module+stubs", "isolated", "isolated+stubs"

	// Slowness is how many times longer this machine takes than the one that the
	// V8 figures are for, see measure.Slowness; 0 where nothing was estimated. The
	// verdict does not depend on it.
	Slowness float64 `json:"slowness,omitempty"`
	// Spent is the children's processor time; 0 for cached evidence.
	Spent time.Duration `json:"-"`
	// Origin is what in the file system the evidence rests on, besides the
	// target's own text.
	Origin snippet.Origin `json:"-"`
}

// Lasts reports whether another run would find the same: what ended for want of
// time or by an accident may go otherwise.
func (e Evidence) Lasts() bool { return e.Verdict != "" && !passing[e.Reason] }

// Measure runs the targets, in order of importance as the caller gives them, and
// returns their evidence in the same order. progress, if not nil, is called
// after each target, from several goroutines but never at once. Measure returns
// when all children are gone; it never panics on bad targets.
func Measure(ctx context.Context, targets []Target, opt Options, progress func(done, total int, e Evidence)) []Evidence {
	opt = opt.withDefaults()
	out := make([]Evidence, len(targets))
	ctx, cancel := context.WithTimeout(ctx, opt.Budget)
	defer cancel()
	var mu sync.Mutex
	done := 0
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(opt.Jobs, max(len(targets), 1)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				out[i] = measureOne(ctx, targets[i], opt)
				mu.Lock()
				done++
				if progress != nil {
					progress(done, len(targets), out[i])
				}
				mu.Unlock()
			}
		}()
	}
	for i := range targets {
		next <- i
	}
	close(next)
	wg.Wait()
	for i := range out {
		if out[i].Engine == "goja" && out[i].V8MS != nil {
			out[i].Slowness = math.Round(measure.Slowness()*100) / 100
		}
	}
	return out
}

func (o Options) withDefaults() Options {
	if o.Engine == "" {
		o.Engine = "goja"
	}
	if o.Budget <= 0 {
		o.Budget = 10 * time.Second
	}
	if o.PerFunction <= 0 {
		o.PerFunction = 5 * time.Second
	}
	if o.Jobs <= 0 {
		o.Jobs = min(goruntime.NumCPU(), 4)
	}
	return o
}

// DefaultInputSize is the size that a verdict is about where nothing else is
// known.
const DefaultInputSize = 10_000

func measureOne(ctx context.Context, t Target, opt Options) Evidence {
	if ctx.Err() != nil {
		return unmeasured(ReasonBudget, "the time for measuring was over")
	}
	req := snippet.Request{Path: t.Path, Source: t.Source, Start: t.Start, End: t.End, Root: t.Root}
	prog, err := snippet.Extract(req)
	if err != nil {
		return failed(err)
	}
	left := opt.PerFunction
	e := runProgram(ctx, prog, t, opt, left)
	e.Origin = prog.Origin
	left -= e.Spent
	if e.Verdict == Unmeasured && tryAlone[e.Reason] && left > opt.PerFunction/4 {
		if alone, err := snippet.ExtractIsolated(req); err == nil {
			again := runProgram(ctx, alone, t, opt, left)
			spent := e.Spent + again.Spent
			if len(again.Samples) > len(e.Samples) {
				e = again
			}
			e.Spent, e.Origin = spent, prog.Origin
		}
	}
	return e
}

// tryAlone holds the reasons for which the function may still run without its
// module.
var tryAlone = map[string]bool{
	measure.FailedLoad: true, measure.FailedInputs: true, measure.FailedSyntax: true, measure.FailedPending: true,
}

// runProgram answers from the cache or executes; left is processor time.
func runProgram(ctx context.Context, prog *snippet.Program, t Target, opt Options, left time.Duration) Evidence {
	size, from := opt.InputSize, "option"
	if size <= 0 {
		size, from = DefaultInputSize, "default"
		switch {
		case prog.SizeHint > 0:
			size, from = prog.SizeHint, prog.SizeFrom
		case t.Size > 0 && isProduct(t.Grow):
			// Each of several sizes is as large as the largest of them at most.
			size, from = min(t.Size, size), "each size of the product"
		case t.Size > size:
			size, from = t.Size, "what the code works on"
		}
	}
	key := cacheKey(prog, t, opt, size)
	if e, ok := cached(key); ok {
		return e
	}
	e := execute(ctx, prog, t, opt, left, size, from)
	store(key, e)
	return e
}

// execute runs a program in a child and judges what it answers.
func execute(ctx context.Context, prog *snippet.Program, t Target, opt Options, left time.Duration, size int, from string) Evidence {
	job := measure.Job{Program: prog, Grow: t.Grow, InputSize: size, Deadline: left}
	text, err := json.Marshal(job)
	if err != nil {
		return unmeasured(ReasonSandbox, err.Error())
	}
	self := opt.Self
	if len(self) == 0 {
		exe, err := os.Executable()
		if err != nil {
			return unmeasured(ReasonSandbox, err.Error())
		}
		self = []string{exe}
	}
	answer, used, err := sandbox.Run(ctx, self, text, sandbox.Limits{Deadline: left + opt.PerFunction/4})
	e := died(ctx, err)
	var o measure.Outcome
	switch {
	case err != nil:
	case json.Unmarshal(answer, &o) != nil:
		e = unmeasured(ReasonSandbox, "the child's answer is not readable")
	default:
		e = judge(prog, &o, size, from, opt)
		if e.Verdict == Refuted && isProduct(t.Grow) && e.Exponent != nil && *e.Exponent < 1.5 {
			e.Verdict, e.Reason = Unmeasured, ReasonPartial
			e.Detail = fmt.Sprintf("only one of %s could be made to grow", strings.Join(t.Grow, " and "))
			e.V8MS, e.V8Low, e.V8High, e.N50, e.Exponent = nil, nil, nil, nil, nil
		}
	}
	if opt.Engine == "node" && len(o.Samples) > 0 {
		e = timeInNode(ctx, prog, &o, e, max(left-used.CPU, time.Second))
	}
	e.Spent = used.CPU
	return e
}

// isProduct reports whether the work is said to grow with a product of sizes. Where
// only one of them was seen to grow, the others stayed as short as they were made,
// so that it looked harmless proves nothing.
func isProduct(grow []string) bool {
	distinct := map[string]bool{}
	for _, name := range grow {
		distinct[name] = true
	}
	return len(distinct) > 1
}

const (
	// nodeBand is the factor that a time measured in node may be off.
	nodeBand = 1.5
	// nodeSizes is how many sizes run in node, from the largest down.
	nodeSizes = 3
	// nodePatience is how many times the processor time that is left a node
	// process may take by the wall clock.
	nodePatience = 4
)

// timeInNode replaces the estimates at the largest sizes by what node took. The
// curve stays that of the counts; node's time at the largest size sets its height.
func timeInNode(ctx context.Context, prog *snippet.Program, o *measure.Outcome, e Evidence, left time.Duration) Evidence {
	node, err := measure.FindNode()
	if err != nil {
		e.Verdict, e.Reason, e.Detail = Unmeasured, ReasonEngine, err.Error()
		return e
	}
	e.Engine = "node " + node.Version
	// A first call is what a user waits for, so each size has a process of its
	// own; the largest few say enough.
	last, took := -1, 0.0
	for i := len(o.Samples) - 1; i >= 0 && i >= len(o.Samples)-nodeSizes; i-- {
		if o.Samples[i].Cut {
			continue
		}
		times, err := node.Time(ctx, prog, o, []int{o.Samples[i].N}, left*nodePatience)
		if err != nil || len(times) == 0 {
			e.Verdict, e.Reason, e.Detail = Unmeasured, ReasonEngine, fmt.Sprint(err)
			return e
		}
		if last < 0 {
			last, took = i, times[0].MS
		}
		e.Samples[i].MS, e.Samples[i].V8MS = round(times[0].MS), round(times[0].MS)
		if o.Bound > 0 {
			break // node runs the whole loop, whatever the size
		}
	}
	if last < 0 || e.V8MS == nil || o.Samples[last].Counts.V8().MS <= 0 {
		return e
	}
	at := *e.V8MS * took / o.Samples[last].Counts.V8().MS
	if o.Bound > 0 {
		at = took
	}
	e.V8MS, e.V8Low, e.V8High = ptr(at), ptr(at/nodeBand), ptr(at*nodeBand)
	switch {
	case at/nodeBand >= measure.LongTask && (e.Verdict == Confirmed || e.Reason == ReasonInconclusive):
		e.Verdict, e.Reason, e.Detail = Confirmed, "", ""
	case at*nodeBand < measure.Harmless && (e.Verdict == Refuted || e.Reason == ReasonInconclusive):
		e.Verdict, e.Reason, e.Detail = Refuted, "", ""
	case e.Verdict != Unmeasured || e.Reason == ReasonInconclusive:
		e.Verdict, e.Reason = Unmeasured, ReasonInconclusive
		e.Detail = fmt.Sprintf("between %.3g and %.3g ms at size %d", *e.V8Low, *e.V8High, e.InputSize)
	}
	return e
}

// died is the evidence of a child that gave no answer.
func died(ctx context.Context, err error) Evidence {
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return unmeasured(ReasonBudget, "the time for measuring was over")
	case errors.Is(err, sandbox.ErrDeadline):
		return unmeasured(ReasonDeadline, "a built-in function ran past the deadline")
	case errors.Is(err, sandbox.ErrMemory):
		return unmeasured(ReasonMemory, "the memory limit was reached")
	case errors.Is(err, sandbox.ErrStack):
		return unmeasured(ReasonStack, "the stack overflowed")
	}
	return unmeasured(ReasonSandbox, fmt.Sprint(err))
}

func unmeasured(reason, detail string) Evidence {
	return Evidence{Verdict: Unmeasured, Reason: reason, Detail: detail}
}

func failed(err error) Evidence {
	var f *snippet.Failure
	if errors.As(err, &f) {
		return unmeasured(f.Reason, f.Detail)
	}
	return unmeasured(ReasonSandbox, err.Error())
}

// judge turns what was counted into evidence.
func judge(prog *snippet.Program, o *measure.Outcome, size int, from string, opt Options) Evidence {
	if o.Bound > 0 {
		size, from = o.Bound, "the loop's bound "+o.Dim
	}
	e := Evidence{Verdict: Unmeasured, Engine: opt.Engine, InputSize: size, InputFrom: from, Grows: o.Dim, Stubs: o.Used, Tier: tier(prog, o)}
	for _, s := range o.Samples {
		e.Samples = append(e.Samples, Sample{N: s.N, MS: round(s.MS), V8MS: round(s.Counts.V8().MS + s.Polled)})
	}
	if o.Failed != "" {
		e.Reason, e.Detail = o.Failed, o.Detail
		return e
	}
	if len(o.Samples) == 0 {
		e.Reason, e.Detail = ReasonDeadline, "no run ended in time"
		return e
	}
	// A run that was cut says nothing beyond what its operations prove.
	if k := len(o.Samples) - 1; k >= 4 && o.Samples[k].Cut && o.Samples[k].Counts.V8().Low < measure.LongTask {
		o.Samples = o.Samples[:k]
	}
	last := o.Samples[len(o.Samples)-1]
	e.Slices = last.Slices
	c := measure.Fit(o.Samples).OfRecords(o.Records)
	at, known := c.At(float64(size))
	e.V8MS, e.V8Low, e.V8High = ptr(at.MS), ptr(at.Low), ptr(at.High)
	if o.Dim != "" {
		e.Exponent = ptr(c.ExponentAt(float64(size)))
	}
	if n, ok := c.N50(); ok {
		e.N50 = ptr(math.Ceil(n))
	}
	// What ran at or below the size and took long enough needs no curve. That a
	// loop did not end is no proof where a stub's answers may have to end it.
	for _, s := range o.Samples {
		if s.Cut && (s.Stubs > 0 || o.Lenient) {
			e.Reason, e.Detail = ReasonStubs, "it did not end, and what would end it may be in what was stubbed"
			return e
		}
		if s.N <= size && (s.Counts.V8().Low+s.Polled) >= measure.LongTask {
			e.Verdict = Confirmed
			return e
		}
	}
	switch {
	case last.Cut:
		e.Reason, e.Detail = ReasonDeadline, fmt.Sprintf("at size %d it did not end in time", last.N)
	case at.Low >= measure.LongTask && lowAt(c, min(float64(size), c.Reach())) >= measure.LongTask:
		e.Verdict = Confirmed
	case o.Threw != "" && at.High < measure.LongTask:
		e.Reason, e.Detail = ReasonThrew, o.Threw
	case last.Stubs > 16 && last.Stubs > last.N/8:
		e.Reason, e.Detail = ReasonStubs, "its work is in what was stubbed"
	case o.Dim != "" && !known:
		e.Reason, e.Detail = ReasonOutOfReach, fmt.Sprintf("size %d is too far from the %d that ran", size, last.N)
	case o.Pending && c.Whole < 0.5:
		e.Reason, e.Detail = measure.FailedPending, "its promise never settles"
	case o.Dim == "" || !c.Grows() && c.Whole < 0.5:
		e.Reason, e.Detail = ReasonNoGrowth, "no growth observed"
	case at.High < measure.Harmless && last.Handed > 0:
		e.Reason, e.Detail = ReasonStubs, "its own work is harmless; what was stubbed gets all of the data"
	case at.High < measure.Harmless:
		e.Verdict = Refuted
	default:
		e.Reason, e.Detail = ReasonInconclusive, fmt.Sprintf("between %.3g and %.3g ms at size %d", at.Low, at.High, size)
	}
	return e
}

func lowAt(c measure.Curve, n float64) float64 {
	e, _ := c.At(n)
	return e.Low
}

func tier(p *snippet.Program, o *measure.Outcome) string {
	t := "module"
	if p.Isolated {
		t = "isolated"
	}
	if o.Lenient || len(o.Used) > 0 {
		t += "+stubs"
	}
	return t
}

func ptr(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	v = round(v)
	return &v
}

// round keeps four significant digits: more would be noise.
func round(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	m := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*m) / m
}

// childBallast is memory that a child asks for and never touches, so that it costs
// nothing: the collector then starts beyond it and not six times on the way to the
// first sample.
const childBallast = 32 << 20

// ChildMain makes this process a sandbox child if args, the program's arguments
// without its name, say so. The command calls it first thing in main, tests in
// TestMain; when handled is true the process must exit with code.
func ChildMain(args []string) (handled bool, code int) {
	return sandbox.Child(args, func(text []byte) []byte {
		ballast := make([]byte, childBallast)
		defer goruntime.KeepAlive(ballast)
		var job measure.Job
		out := &measure.Outcome{Failed: measure.FailedInternal, Detail: "unreadable job"}
		if json.Unmarshal(text, &job) == nil && job.Program != nil {
			out = measure.Run(context.Background(), &job)
		}
		answer, err := json.Marshal(out)
		if err != nil {
			answer, _ = json.Marshal(&measure.Outcome{Failed: measure.FailedInternal, Detail: err.Error()})
		}
		return answer
	})
}
