package fanout

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/cost"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/platform"
	"github.com/asynclint/asynclint/analyzers/passes/yields"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer is the rule.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "fanout",
	Doc:      "one request, file or query for each item of an unbounded collection, all at once: descriptors and the other side run out",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/fanout.md",
	Groups:   []string{"pools"},
	Level:    jsanalysis.Info,
	Words:    []string{"Promise.all"},
	Wants:    wants,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, cost.Analyzer, execcontext.Analyzer},
	Run:      run,
}

type rule struct {
	*jsanalysis.Pass
	callees *callee.Oracle
	costs   *cost.Oracle
}

// wants: something may be large, or is a folder's listing.
func wants(p *jsanalysis.Pass, text string) bool {
	return execcontext.MayWait(p) && (p.Module == nil || strings.Contains(text, "readdir") || strings.Contains(text, "glob") || cost.Of(p).Concerns(p.Module, text))
}

func run(p *jsanalysis.Pass) (any, error) {
	r := rule{p, callee.Of(p), cost.Of(p)}
	for call := range p.File.Root().Preorder(jsparse.Call) {
		if !r.callees.MayBe(call, isAll) {
			continue
		}
		switch r.callees.CallName(call) {
		case "Promise.all", "Promise.allSettled":
			r.check(call)
		}
	}
	return nil, nil
}

func isAll(last string) bool { return last == "all" || last == "allSettled" }

func (r rule) check(all jsparse.Cursor) {
	list := all.Arg(0)
	if list.Kind() == jsparse.Ident {
		if v, ok := callee.Value(list.File(), list.Sym()); ok {
			list = v
		}
	}
	fn := yields.MapCallback(r.callees, list)
	if !fn.Ok() || list.Callee().Kind() != jsparse.Member || list.Callee().Name() == "from" {
		return
	}
	items := list.Callee().Object()
	size := r.costs.Size(items)
	if !isUnbounded(size) {
		return
	}
	io, what := r.reaches(fn, 3)
	if !io.Ok() || isLimited(io, fn) || !execcontext.Of(r.Pass).At(all).SomebodyWaits() {
		return
	}
	text := strings.Join(strings.Fields(items.Text()), " ")
	if len(text) > 40 {
		text = text[:37] + "…"
	}
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: all.Callee().Pos(), End: all.Callee().TokenEnd(), Message: fmt.Sprintf(
		"one `%s` for each item of `%s` (%s) starts at once, and nothing bounds how many; limit how many run at a time", what, text, size.Origin)}}
	d.Related = append(d.Related, jsanalysis.Related(io, "started for each item"))
	r.Report(d)
}

// isUnbounded reports whether the code shows that a collection can be large.
func isUnbounded(s cost.Size) bool {
	switch s.Origin {
	case cost.Listing, cost.Rows, cost.Bulk, cost.Lines:
		return true
	}
	return false
}

// reaches finds the I/O that a callback starts, in itself or in a function of the
// project that it calls.
func (r rule) reaches(fn jsparse.Cursor, depth int) (at jsparse.Cursor, what string) {
	fn.Body().Inspect([]jsparse.Kind{jsparse.Call, jsparse.Arrow, jsparse.FuncExpr, jsparse.FuncDecl}, func(c jsparse.Cursor) bool {
		if c.Kind() != jsparse.Call || at.Ok() {
			return !at.Ok() && !c.Kind().IsFunc()
		}
		e := r.callees.Call(c)
		if e.Name != "" && !e.Instance && isIO(e.Name) {
			at, what = c, strings.Join(strings.Fields(c.Callee().Text()), "")
			return false
		}
		if inner := e.Func(); depth > 0 && inner.Ok() && inner != fn && inner.Has(jsparse.FlagAsync) {
			if deep, name := r.reaches(inner, depth-1); deep.Ok() {
				at, what = c, name
				return false
			}
		}
		return true
	})
	return at, what
}

// isIO reports whether a call opens a descriptor or asks another machine.
func isIO(name string) bool {
	if platform.Settles(name) != platform.Macrotask {
		return false
	}
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "stat", "lstat", "access", "realpath", "pathExists", "mkdir", "ensureDir", "unlink", "rm", "rmdir", "remove", "rename", "chmod", "utimes":
		return false // no descriptor stays open, and Node's pool does four at a time
	}
	for _, p := range []string{"node:timers", "scheduler", "crypto.subtle", "node:crypto", "createImageBitmap", "delay", "Bun.sleep", "promisify(setTimeout)", "bcrypt", "node:events", "navigator"} {
		if strings.HasPrefix(name, p) {
			return false
		}
	}
	return true
}

// isLimited reports whether the I/O stands in a function that is given to
// something else, which may start it when it likes: limit(() => fetch(x)).
func isLimited(io, fn jsparse.Cursor) bool {
	for f := io.Func(); f.Ok() && f != fn; f = f.Func() {
		if f.Edge() == jsparse.EdgeArg {
			return true
		}
	}
	// const release = await semaphore.acquire(); … release()
	for c := range fn.Body().Preorder(jsparse.Call) {
		switch c.Callee().Name() {
		case "acquire", "release", "runExclusive", "schedule", "enqueue", "limit", "limiter", "throttle":
			return true
		}
	}
	return false
}
