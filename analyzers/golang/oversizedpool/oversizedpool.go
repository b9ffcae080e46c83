package oversizedpool

import (
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/asynclint/asynclint/analyzers/golang/internal/importedit"
	"github.com/asynclint/asynclint/analyzers/golang/internal/pools"
	"github.com/asynclint/asynclint/analyzers/golang/internal/purecpu"
)

// Analyzer reports pools of CPU work that are larger than the machine.
//
// Its flag -cores is the number of cores of the machine that the code is meant
// for; 0 means unknown, and a constant is then compared with 64.
var Analyzer = &analysis.Analyzer{
	Name: "oversizedpool",
	Doc: "report pools that let far more goroutines compute at once than there are cores\n\n" +
		"As many run as there are cores; the rest hold memory and take turns. Use runtime.GOMAXPROCS(0).",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/oversizedpool.md",
	Flags:    flags(),
	Requires: []*analysis.Analyzer{inspect.Analyzer, purecpu.Analyzer},
	Run:      run,
}

const (
	unknownCores = 64 // few machines have more, and those know it
	maxFactor    = 4  // goroutines per core that can still be meant as slack
)

func flags() flag.FlagSet {
	var set flag.FlagSet
	set.Init("oversizedpool", flag.ContinueOnError)
	set.Int("cores", 0, "cores of the target machine; 0 = unknown")
	return set
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{
		pass:   pass,
		prover: pass.ResultOf[purecpu.Analyzer].(*purecpu.Prover),
		limit:  unknownCores,
	}
	if f := pass.Analyzer.Flags.Lookup("cores"); f != nil {
		if cores, ok := f.Value.(flag.Getter).Get().(int); ok && cores > 0 {
			c.limit, c.known = int64(cores), true
		}
	}
	in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	for decl := range in.Root().Preorder((*ast.FuncDecl)(nil)) {
		if strings.HasSuffix(pass.Fset.Position(decl.Node().Pos()).Filename, "_test.go") {
			continue // no production machine
		}
		for _, p := range pools.Find(pass, c.prover, decl) {
			c.judge(p)
		}
	}
	return nil, nil
}

type checker struct {
	pass   *analysis.Pass
	prover *purecpu.Prover
	limit  int64 // the largest constant that is fine
	known  bool  // limit was configured
}

// judge reports a pool if its size is above the machine's and all its tasks
// are CPU work that is worth a pool.
func (c *checker) judge(p pools.Pool) {
	size, ok := c.sizeOf(p.Size)
	if !ok || !size.above(c.limit) {
		return
	}
	tasks := p.Tasks()
	if len(tasks) == 0 {
		return
	}
	var costly *pools.Task
	for i, t := range tasks {
		work := c.prover.Task(t.Body)
		if !work.CPU {
			return
		}
		if costly == nil && (work.Degree > 0 || work.Weight > purecpu.Light) {
			costly = &tasks[i]
		}
	}
	if costly == nil {
		return
	}
	c.report(p, size, *costly)
}

func (c *checker) report(p pools.Pool, size size, t pools.Task) {
	than := fmt.Sprintf("more than the %d cores of most machines", c.limit)
	if c.known {
		than = fmt.Sprintf("more than the target's %d cores", c.limit)
	}
	if size.perCore {
		than = fmt.Sprintf("%d for each core", size.n)
	}
	d := analysis.Diagnostic{
		Pos: p.Size.Pos(),
		End: p.Size.End(),
		Message: fmt.Sprintf("`%s` goroutines of this %s compute at once, %s: they only take turns and hold memory; use runtime.GOMAXPROCS(0)",
			types.ExprString(p.Size), p.What, than),
		Related: []analysis.RelatedInformation{{Pos: t.Pos, Message: "the task only computes"}},
	}
	if size.defined != nil {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: size.at.Pos(), Message: "the size"})
	}
	if fix, ok := c.fix(p, size); ok {
		d.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	c.pass.Report(d)
}

// fix replaces the size where it is written. A named constant is left alone:
// other code may mean it.
func (c *checker) fix(p pools.Pool, size size) (analysis.SuggestedFix, bool) {
	file := importedit.FileOf(c.pass, size.at.Pos())
	if file == nil || importedit.FileOf(c.pass, p.Size.Pos()) != file || size.defined != nil && !isInt(size.defined.Type()) {
		return analysis.SuggestedFix{}, false
	}
	name, edits, ok := importedit.Name(c.pass, file, "runtime", size.at.Pos())
	if !ok {
		return analysis.SuggestedFix{}, false
	}
	text := name + ".GOMAXPROCS(0)"
	if t := c.pass.TypesInfo.TypeOf(size.at); size.defined == nil && !isInt(t) {
		basic, ok := t.(*types.Basic)
		if !ok {
			return analysis.SuggestedFix{}, false
		}
		text = basic.Name() + "(" + text + ")"
	}
	edits = append(edits, analysis.TextEdit{Pos: size.at.Pos(), End: size.at.End(), NewText: []byte(text)})
	return analysis.SuggestedFix{Message: "Use runtime.GOMAXPROCS(0)", TextEdits: edits}, true
}

func isInt(t types.Type) bool {
	basic, ok := t.(*types.Basic)
	return ok && (basic.Kind() == types.Int || basic.Kind() == types.UntypedInt)
}
