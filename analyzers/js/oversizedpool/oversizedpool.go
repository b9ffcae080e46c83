package oversizedpool

import (
	"fmt"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/ownership"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports pools of threads that are larger than the machine.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "oversizedpool",
	Doc:      "report pools of threads larger than the machine: they compute slower and cost memory",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/oversizedpool.md",
	Groups:   []string{"workers", "pools", "memory"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    append([]string{"setWorkerLimit"}, workers.Words...),
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, workers.Analyzer, ownership.Analyzer},
	Run:      run,
}

// maxFactor is how many threads for each core are still a matter of taste;
// piscina's own default is one and a half.
const maxFactor = 2

func run(p *jsanalysis.Pass) (any, error) {
	o := workers.Of(p)
	seen := map[jsparse.Cursor]bool{}
	for _, s := range o.Sites(p.File) {
		size, ok := o.Size(s.Size)
		if !ok || size.At.File() != p.File && size.PerCore() || seen[size.At] {
			continue
		}
		excess, ok := judge(size, p.Options.Cores)
		if !ok || isRehearsal(p, s, size) {
			continue
		}
		at := size.At
		if at.File() != p.File {
			at = s.Size
		}
		seen[size.At] = true
		d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: at.Pos(), End: at.TokenEnd(), Message: message(s, size, excess, p.Options.Cores)}}
		if !s.Size.Contains(at) {
			d.Related = append(d.Related, jsanalysis.Related(s.Size, "the size of the pool"))
		}
		if fix, ok := perCore(at, size); ok {
			d.SuggestedFixes = []analysis.SuggestedFix{fix}
		}
		p.Report(d)
	}
	perInstance(p)
	return nil, nil
}

// perInstance reports pools that each instance of a component makes for itself:
// with as many threads as cores each, ten instances have ten times the cores.
func perInstance(p *jsanalysis.Pass) {
	seen := map[jsparse.Cursor]bool{}
	for n := range p.File.Root().Preorder(jsparse.New, jsparse.Call) {
		t := workers.Of(p).New(n)
		if t.Kind != workers.Pool && (t.Kind == workers.None || !workers.Of(p).Counted(t)) {
			continue
		}
		fn, what := ownership.Of(p).PerInstance(n)
		if !fn.Ok() || seen[fn] || execcontext.Of(p).At(n).Only(execcontext.Test|execcontext.Build) {
			continue
		}
		seen[fn] = true
		p.Reportf(n, "each instance of this %s starts a pool of its own, so together they have more threads than the machine has cores; make one pool for the module", what)
	}
}

// An excess is by how much a size is too large.
type excess struct {
	factor float64 // threads for each core; 0 for a constant
	n      float64 // the constant
}

// judge reports whether a size is beyond a machine of so many cores; 0 is
// unknown.
func judge(s workers.Size, cores int) (excess, bool) {
	limit := float64(cores)
	if cores == 0 {
		limit = workers.RuleOfThumb
	}
	if s.PerCore() {
		// A constant clamp at or below the cores makes the factor harmless.
		if s.Factor >= maxFactor && s.Const > limit {
			return excess{factor: s.Factor, n: s.Const}, true
		}
		return excess{}, false
	}
	return excess{n: s.Const}, s.Const > limit
}

// isRehearsal reports whether nobody computes with the pool: tests of options
// and of pools themselves. A harness that starts threads by the machine's size
// is taken at its word.
func isRehearsal(p *jsanalysis.Pass, s workers.Site, size workers.Size) bool {
	if !execcontext.Of(p).At(s.At).Only(execcontext.Test | execcontext.Build) {
		return false
	}
	return s.Thread.Kind == workers.Pool || !size.PerCore()
}

func message(s workers.Site, size workers.Size, x excess, cores int) string {
	text := size.At.Text()
	if len(text) > 60 {
		text = text[:57] + "…"
	}
	number := strconv.FormatFloat(x.n, 'g', -1, 64)
	switch {
	case x.factor > 0:
		return fmt.Sprintf("`%s` starts %s threads for each core; threads that compute only take turns and memory beyond one per core: use %s", text, strconv.FormatFloat(x.factor, 'g', 3, 64), cure(s, size))
	case cores > 0:
		return fmt.Sprintf("%s threads on a machine of %d cores only take turns and memory; size the pool by %s", number, cores, cure(s, size))
	}
	return fmt.Sprintf("%s threads are more than most machines have cores (rule of thumb: %d; say yours in the setting cores), and those beyond them only take turns and memory; size the pool by %s", number, workers.RuleOfThumb, cure(s, size))
}

// cure names the expression to use instead.
func cure(s workers.Site, size workers.Size) string {
	if len(size.Cores) > 0 && size.Cores[0].Source != "hardware" {
		return "os.availableParallelism()"
	}
	if s.Thread.Kind == workers.Web || len(size.Cores) > 0 || s.Option == "setWorkerLimit" {
		return "navigator.hardwareConcurrency"
	}
	return "os.availableParallelism()"
}

// perCore offers one thread for each core where the text is a product with the
// cores.
func perCore(at jsparse.Cursor, size workers.Size) (analysis.SuggestedFix, bool) {
	if len(size.Cores) != 1 {
		return analysis.SuggestedFix{}, false
	}
	cores := size.Cores[0].At
	for b := range at.Preorder(jsparse.Binary) {
		if op := b.Op(); op != "*" && op != "<<" {
			continue
		}
		for _, side := range []jsparse.Cursor{b.Left(), b.Right()} {
			if _, constant := side.Number(); constant || side.Contains(cores) && side != cores {
				continue
			}
			return analysis.SuggestedFix{Message: "one thread for each core", TextEdits: []analysis.TextEdit{jsanalysis.Replace(b, side.Text())}}, true
		}
	}
	return analysis.SuggestedFix{}, false
}
