package measure

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// Bounds of discovery.
const (
	maxRounds  = 6   // probes of one shape
	maxShapes  = 4   // shapes that are tried where the code distinguishes them
	maxGlobals = 12  // names that the program lacks and that become stubs
	probeSteps = 300 // macrotasks of one probe
)

// discover finds the inputs: r.shapes, r.dims and r.shapeCount. It reports
// whether the program can be run; if not, the outcome says why.
func (r *runner) discover() bool {
	until := now().add(r.job.Deadline / learnShare)
	code := r.code
	if text := watch(r.plainText); text != "" {
		if pr, err := compileScript(text); err == nil {
			code = pr
		}
	}
	var globals []string
	for {
		w, err := newWorld(r.job.Program, code, nil, "", until, globals...)
		if err == nil && len(globals) < maxGlobals {
			// A module that a name's lack keeps from coming up may need it later.
			err = w.threw
			if undefinedName(err) == "" {
				err = nil
			}
		}
		if name := undefinedName(err); name != "" && len(globals) < maxGlobals && !until.past() {
			globals = append(globals, name)
			continue
		}
		switch {
		case errors.Is(err, errDeadline):
			r.fail(FailedLoad, "the module's own statements run too long")
			return false
		case err != nil && code != r.code:
			code = r.code // what was rewritten may not be the same after all
			continue
		case err != nil:
			r.fail(FailedLoad, clip(err.Error()))
			return false
		}
		if r.shapes, r.dims, r.shapeCount, err = w.learn(until); err != nil {
			r.fail(FailedInputs, clip(err.Error()))
			return false
		}
		r.out.Used, _ = w.stats()
		r.out.Dims, r.out.Shapes = r.dims, r.shapes
		return true
	}
}

var isNotDefined = regexp.MustCompile(`ReferenceError: ([A-Za-z_$][\w$]*) is not defined`)

// undefinedName returns the name that an error says is not defined, or "".
func undefinedName(err error) string {
	if err == nil {
		return ""
	}
	if m := isNotDefined.FindStringSubmatch(err.Error()); m != nil {
		return m[1]
	}
	return ""
}

// learn runs the program on recording proxies until nothing new is seen, for
// every shape that the code distinguishes. It returns the shapes as JSON, the
// inputs that can grow, and the number of shapes.
func (w *gojaWorld) learn(until instant) (shapes string, dims []string, variants int, err error) {
	variants = 1
	for v := 0; v < variants; v++ {
		for round := 0; round < maxRounds; round++ {
			changed, err := w.probe(round, v, until)
			if err != nil {
				return "", nil, 0, err
			}
			if until.past() || !changed && round > 0 {
				break
			}
		}
		n, err := w.call("variants")
		if err != nil {
			return "", nil, 0, err
		}
		variants = min(int(n.ToInteger()), maxShapes)
		if until.past() {
			break
		}
	}
	v, err := w.call("export")
	if err != nil {
		return "", nil, 0, err
	}
	d, err := w.call("dims")
	if err != nil {
		return "", nil, 0, err
	}
	if err := w.rt.ExportTo(d, &dims); err != nil {
		return "", nil, 0, err
	}
	return v.String(), dims, variants, nil
}

// probe runs the program once on proxies and reports whether that taught
// something.
func (w *gojaWorld) probe(round, variant int, until instant) (changed bool, err error) {
	stop := w.guard(until)
	_, err = w.call("probe", w.rt.ToValue(round), w.rt.ToValue(variant))
	for i := 0; err == nil && i < probeSteps; i++ {
		more, serr := w.stepFn(goja.Undefined())
		if serr != nil {
			err = serr
			break
		}
		if !more.ToBoolean() {
			break
		}
	}
	stop()
	if err != nil && !isDeadline(err) && !errors.Is(err, errDeadline) {
		var ex *goja.Exception
		if !errors.As(err, &ex) {
			return false, err
		}
	}
	v, err := w.call("infer")
	if err != nil {
		return false, err
	}
	if _, err := w.hostCall("reset"); err != nil {
		return false, err
	}
	return v.ToBoolean(), nil
}

// bestShape tries the shapes that the code distinguishes and leaves the world in
// the one whose work grows most. ok is false where none runs; the outcome then
// says why the first one does not.
func (r *runner) bestShape(w *gojaWorld) (dim string, ok bool) {
	type shape struct {
		variant          int
		lenient, pending bool
		growth
		eager bool
	}
	var best *shape
	var failed, detail, threw string
	for v := 0; v < max(r.shapeCount, 1) && (v == 0 || !r.until.past()); v++ {
		w.variant = v
		r.out.Pending, r.out.Failed, r.out.Detail, r.out.Threw = false, "", "", ""
		if !r.settle(w) {
			if len(r.out.Samples) > 0 { // it runs without end
				r.out.Variant = v
				return "", false
			}
			if v == 0 {
				failed, detail, threw = r.out.Failed, r.out.Detail, r.out.Threw
			}
			continue
		}
		s := &shape{v, r.lenient, r.out.Pending, r.choose(w), false}
		if s.more == 0 && len(r.dims) > 0 && len(r.dims) <= maxTogether {
			w.eager = true
			s.growth = r.choose(w)
			w.eager, s.eager = false, s.more > 0
		}
		if best == nil || s.more > best.more*1.02 {
			best = s
		}
	}
	if best == nil {
		r.out.Failed, r.out.Detail, r.out.Threw = failed, detail, threw
		return "", false
	}
	r.out.Failed, r.out.Detail, r.out.Threw = "", "", ""
	w.variant, r.lenient, w.eager = best.variant, best.lenient, best.eager
	r.out.Variant, r.out.Lenient, r.out.Pending = best.variant, best.lenient, best.pending
	return best.path, true
}

// growth is an input and how much work more of it would make.
type growth struct {
	path string  // inputs that grow together are apart by ", "
	more float64 // operations that a thousand items add, foreseen
}

// The sizes at which an input's growth is looked at: three, since that tells a
// line from a parabola.
var probeSizes = [3]int{10, 20, 40}

// leastGrowth is the number of operations that is not worth the name.
const leastGrowth = 15

// choose returns the input with which the work grows most. An input with which
// the work does not even end makes endlessly more. What the static analysis names
// comes before what does more work: the finding is about that, and the function
// may well do other work besides.
func (r *runner) choose(w *gojaWorld) growth {
	var best, bestNamed growth
	var top, throwing []string   // inputs that are nobody's items; of these, those that cannot grow alone
	grown := map[string]growth{} // what grows most, by the name that the static analysis has for it
	for _, d := range r.dims {
		more, threw := r.growthOf(w, d)
		if !strings.Contains(d, "[]") {
			top = append(top, d)
			if threw {
				throwing = append(throwing, d)
			}
		} else {
			more *= 0.3 // a list within each item of a list: rarely the long one
		}
		if more > best.more*1.02 {
			best = growth{d, more}
		}
		if name := r.named(d); name != "" && more > grown[name].more*1.02 {
			grown[name] = growth{d, more}
			if more > bestNamed.more*1.02 {
				bestNamed = growth{d, more}
			}
		}
	}
	if bestNamed.more > 0 {
		best = bestNamed
	}
	if len(grown) > 1 {
		// A product of sizes: what is named grows, each by itself.
		var paths []string
		for _, name := range r.job.Grow {
			if g, ok := grown[sizeName(name)]; ok && !slices.Contains(paths, g.path) {
				paths = append(paths, g.path)
			}
		}
		all := strings.Join(paths, ", ")
		if more, threw := r.growthOf(w, all); more > 1.5*best.more && !threw {
			return growth{all, more}
		}
	}
	for _, paths := range [][]string{throwing, top} {
		if len(paths) < 2 || len(paths) > maxTogether || best.more > 0 {
			continue
		}
		all := strings.Join(paths, ", ")
		if more, threw := r.growthOf(w, all); more > 0 && !threw {
			best = growth{all, more}
		}
	}
	return best
}

// maxTogether is how many inputs are made to grow at once where none grows alone.
const maxTogether = 12

// growthOf looks at an input at small sizes. threw says that it cannot be larger
// while others stay small.
func (r *runner) growthOf(w *gojaWorld, dim string) (more float64, threw bool) {
	until := now().add(r.job.Deadline / 16)
	var total, at [3]float64
	_, _, unit := w.traits(dim)
	for i, n := range probeSizes {
		n = multiple(n, unit)
		at[i] = float64(n)
		s, o, err := w.run(sizesAt(dim, n), r.lenient, until)
		if errors.Is(err, errDeadline) || s.Total > maxFirst {
			return math.Inf(1), false
		}
		if err != nil {
			return 0, true
		}
		if o.settled && !o.ok {
			if i == 0 {
				return 0, true
			}
			threw = true
		}
		total[i] = s.Total
	}
	if total[2]-total[0] < leastGrowth {
		return 0, threw
	}
	first := (total[1] - total[0]) / (at[1] - at[0])
	second := (total[2] - total[1]) / (at[2] - at[1])
	more = 1000 * max(second, 0)
	if second > 1.1*first {
		more += 1e6 * (second - first) / (at[2] - at[0])
	}
	if threw {
		more /= 1000 // it may throw because it is too large
	}
	return more, threw
}

// sizesAt gives the inputs named in dim a size.
func sizesAt(dim string, n int) map[string]int {
	sizes := map[string]int{}
	if dim != "" {
		for _, d := range strings.Split(dim, ", ") {
			sizes[d] = n
		}
	}
	return sizes
}

// named returns the name by which the static analysis calls the input, or "": by
// its whole path, or by the end of it where the way there is the code's own.
func (r *runner) named(path string) string {
	for _, g := range r.job.Grow {
		g = sizeName(g)
		if g == path || g != "" && strings.HasSuffix(path, "."+g) {
			return g
		}
		if i := strings.LastIndexByte(g, '.'); i >= 0 && len(g)-i > 3 && strings.HasSuffix(path, g[i:]) {
			return g
		}
	}
	return ""
}

// sizeName is what has the size: "rows" of "rows.length".
func sizeName(grow string) string {
	return strings.TrimSuffix(strings.TrimSuffix(grow, ".length"), ".size")
}
