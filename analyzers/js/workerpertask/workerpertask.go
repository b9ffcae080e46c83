package workerpertask

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/ownership"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports threads that are started for a single task.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "workerpertask",
	Doc:      "report threads started for a single item, request or call: starting them costs more than most tasks",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/workerpertask.md",
	Groups:   []string{"workers", "pools"},
	Level:    jsanalysis.Warning,
	Words:    workers.Words,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, workers.Analyzer, ownership.Analyzer},
	Run:      run,
}

func run(p *jsanalysis.Pass) (any, error) {
	for n := range p.File.Root().Preorder(jsparse.New) {
		t := workers.Of(p).New(n)
		if t.Kind != workers.Web && t.Kind != workers.Node && t.Kind != workers.Managed {
			continue
		}
		info := execcontext.Of(p).At(n)
		if info.Only(execcontext.Test | execcontext.Build) {
			continue
		}
		task, single := ownership.Of(p).Task(t)
		at := n
		if single {
			at = task.At
		}
		if items := perItem(at); items.Ok() && single {
			report(p, n, jsanalysis.Default, items, "the items",
				"a worker for each item of `%s` starts all of them at once, and each costs a thread and its start-up; use a pool of as many as there are cores", short(items))
			continue
		}
		if !single || task.Many {
			continue
		}
		if at != n {
			info = execcontext.Of(p).At(at)
		}
		fn, what := ownership.Component(at)
		switch {
		case isRestart(n), workers.Of(p).Counted(t):
		case info.Handler == "request handler" || info.Handler == "server action":
			report(p, n, jsanalysis.Default, info.At, "the "+info.Handler,
				"a worker for each request costs a thread and its start-up, and many requests are as many threads; use a pool of as many as there are cores")
		case what == "component" && at.Func() == fn:
			report(p, n, jsanalysis.Default, fn, "the component",
				"each render starts a worker; start it in an effect, or once for the module")
		case fn.Ok() || ownership.Of(p).Once(at):
			// A component's worker lives with it.
		default:
			report(p, n, jsanalysis.Info, related(at, n), "the call",
				"each call of %s starts a worker and gives it up; when it is called often, its start-up costs more than the task: keep one, or a pool", caller(task.Func))
		}
	}
	return nil, nil
}

func report(p *jsanalysis.Pass, n jsparse.Cursor, level jsanalysis.Level, at jsparse.Cursor, what, format string, args ...any) {
	d := jsanalysis.Diagnostic{Level: level, Diagnostic: analysis.Diagnostic{Pos: n.Pos(), End: n.TokenEnd(), Message: fmt.Sprintf(format, args...)}}
	if at.Ok() {
		d.Related = []analysis.RelatedInformation{jsanalysis.Related(at, "%s", what)}
	}
	p.Report(d)
}

// related returns the call that has the worker, if it is not the creation.
func related(at, n jsparse.Cursor) jsparse.Cursor {
	if at == n {
		return jsparse.Cursor{}
	}
	return at
}

// perItem returns the collection over whose items the loop or array method
// around a node goes; none for counted loops, which fill pools, and for short
// literals.
func perItem(n jsparse.Cursor) jsparse.Cursor {
	for p := n; p.Ok(); p = p.Parent() {
		up := p.Parent()
		switch {
		case up.Kind() == jsparse.ForOf && p.Edge() == jsparse.EdgeBody:
			return unknownMany(up.Right())
		case up.Kind() == jsparse.For && p.Edge() == jsparse.EdgeBody:
			if test := up.Child(jsparse.EdgeTest); test.Kind() == jsparse.Binary && test.Right().Kind() == jsparse.Member && test.Right().Name() == "length" {
				return unknownMany(test.Right().Object())
			}
			return jsparse.Cursor{}
		case up.Kind().IsLoop():
			return jsparse.Cursor{}
		case p.Kind().IsFunc():
			if p.Edge() == jsparse.EdgeArg && up.Kind() == jsparse.New { // new Promise((resolve) => …)
				continue
			}
			if p.Edge() != jsparse.EdgeArg || up.Kind() != jsparse.Call || up.Callee().Kind() != jsparse.Member {
				return jsparse.Cursor{}
			}
			switch up.Callee().Name() {
			case "map", "forEach", "flatMap":
				return unknownMany(up.Callee().Object())
			}
			return jsparse.Cursor{}
		}
	}
	return jsparse.Cursor{}
}

// unknownMany returns the collection if it may be long.
func unknownMany(x jsparse.Cursor) jsparse.Cursor {
	v := x
	if x.Kind() == jsparse.Ident {
		if only, ok := callee.Value(x.File(), x.Sym()); ok {
			v = only
		}
	}
	switch v.Kind() {
	case jsparse.ArrayLit:
		return jsparse.Cursor{} // a literal, or [...Array(n)]
	case jsparse.New, jsparse.Call:
		for c := range v.Preorder(jsparse.Ident) {
			if c.IsGlobal("Array") || c.IsGlobal("Object") {
				return jsparse.Cursor{} // a count; the kinds in a table
			}
		}
	}
	return x
}

// isRestart matches worker.on("exit", () => new Worker(…)).
func isRestart(n jsparse.Cursor) bool {
	for fn := n.Func(); fn.Ok(); fn = fn.Func() {
		call := fn.Parent()
		if call.Kind() != jsparse.Call || fn.Edge() != jsparse.EdgeArg {
			continue
		}
		switch ev, _ := call.Arg(0).IsString(); ev {
		case "exit", "error", "disconnect", "died":
			return true
		}
	}
	return false
}

func short(x jsparse.Cursor) string {
	t := x.Text()
	if len(t) > 40 {
		t = t[:37] + "…"
	}
	return t
}

// caller names a function in a message.
func caller(fn jsparse.Cursor) string {
	n := fn.Name()
	if n == "" {
		if p := fn.Parent(); p.Is(jsparse.Declarator, jsparse.Method, jsparse.Property, jsparse.Field) {
			n = p.Name()
		}
	}
	if n == "" {
		return "this function"
	}
	return "`" + n + "`"
}
