package goload

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"os"
	"reflect"
	"runtime/debug"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// analyze runs the analyzers on one package that compiles. On a package that is
// only a dependency, those that have no facts to give are left out.
func (g *graph) analyze(n *node, files []*ast.File, info *types.Info) {
	r := &runner{graph: g, node: n, files: files, info: info, results: make(map[*analysis.Analyzer]*outcome)}
	for _, a := range g.analyzers {
		if n.root || givesFacts(a) {
			r.exec(a)
		}
	}
	if !n.root {
		return
	}
	generated := make(map[string]bool)
	for _, file := range files {
		if ast.IsGenerated(file) {
			generated[g.fset.PositionFor(file.FileStart, false).Filename] = true
		}
	}
	for _, a := range g.analyzers {
		out := r.results[a]
		if out.err != nil {
			g.fail(Error{Package: n.pkg.PkgPath, Analyzer: a.Name, Message: out.err.Error()})
			continue
		}
		for _, d := range out.diagnostics {
			converted := g.convert(n.pkg, a, d)
			converted.Generated = generated[converted.Pos.File]
			g.report(converted)
		}
	}
}

// givesFacts reports whether an analyzer, or one it requires, has facts.
func givesFacts(a *analysis.Analyzer) bool {
	if len(a.FactTypes) > 0 {
		return true
	}
	for _, required := range a.Requires {
		if givesFacts(required) {
			return true
		}
	}
	return false
}

type outcome struct {
	result      any
	err         error
	diagnostics []analysis.Diagnostic
}

type runner struct {
	*graph
	node    *node
	files   []*ast.File
	info    *types.Info
	results map[*analysis.Analyzer]*outcome
}

// exec runs an analyzer after those it requires, each once.
func (r *runner) exec(a *analysis.Analyzer) *outcome {
	if out := r.results[a]; out != nil {
		return out
	}
	out := &outcome{}
	r.results[a] = out
	inputs := make(map[*analysis.Analyzer]any)
	for _, required := range a.Requires {
		input := r.exec(required)
		if input.err != nil {
			out.err = fmt.Errorf("%s: %w", required.Name, input.err)
			return out
		}
		inputs[required] = input.result
	}
	pass := &analysis.Pass{
		Analyzer:     a,
		Fset:         r.fset,
		Files:        r.files,
		OtherFiles:   r.node.pkg.OtherFiles,
		IgnoredFiles: r.node.pkg.IgnoredFiles,
		Pkg:          r.node.types,
		TypesInfo:    r.info,
		TypesSizes:   r.node.pkg.TypesSizes,
		ResultOf:     inputs,
		Module:       module(r.node.pkg.Module),
		ReadFile:     r.readFile,
		Report:       func(d analysis.Diagnostic) { out.diagnostics = append(out.diagnostics, d) },
	}
	r.facts.bind(pass)
	out.result, out.err = protect(pass)
	if out.err == nil && a.ResultType != nil && reflect.TypeOf(out.result) != a.ResultType {
		out.err = fmt.Errorf("its result is a %T, not the %v that it declares", out.result, a.ResultType)
	}
	return out
}

// protect turns a crash of an analyzer into its error.
func protect(pass *analysis.Pass) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("crashed: %v\n%s", p, crashSite(debug.Stack()))
		}
	}()
	return pass.Analyzer.Run(pass)
}

// crashSite returns the lines of a stack from the panic on.
func crashSite(stack []byte) string {
	text := string(stack)
	if i := strings.Index(text, "panic("); i >= 0 {
		text = text[i:]
	}
	lines := strings.SplitN(text, "\n", 8)
	return strings.Join(lines[:min(len(lines), 7)], "\n")
}

func (r *runner) readFile(name string) ([]byte, error) {
	if src, ok := r.overlay[name]; ok {
		return src, nil
	}
	return os.ReadFile(name)
}

func module(m *packages.Module) *analysis.Module {
	if m == nil {
		return nil
	}
	return &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: m.GoVersion}
}

func (g *graph) convert(pkg *packages.Package, a *analysis.Analyzer, d analysis.Diagnostic) Diagnostic {
	out := Diagnostic{
		Analyzer: a.Name,
		Category: d.Category,
		Message:  d.Message,
		URL:      d.URL,
		Package:  pkg.PkgPath,
	}
	if out.URL == "" {
		out.URL = a.URL
	}
	out.Pos, out.End = g.span(pkg, d.Pos, d.End)
	for _, related := range d.Related {
		pos, end := g.span(pkg, related.Pos, related.End)
		out.Related = append(out.Related, Related{Pos: pos, End: end, Message: related.Message})
	}
	for _, fix := range d.SuggestedFixes {
		if converted, ok := g.fix(pkg, fix); ok {
			out.Fixes = append(out.Fixes, converted)
		}
	}
	return out
}

func (g *graph) span(pkg *packages.Package, pos, end token.Pos) (Position, Position) {
	from := g.position(pkg, pos)
	if !end.IsValid() || end < pos {
		return from, from
	}
	return from, g.position(pkg, end)
}

// fix converts a fix whose edits all lie in files on disk.
func (g *graph) fix(pkg *packages.Package, fix analysis.SuggestedFix) (Fix, bool) {
	out := Fix{Message: fix.Message}
	for _, edit := range fix.TextEdits {
		from, to := g.span(pkg, edit.Pos, edit.End)
		if from.Offset < 0 || to.Offset < from.Offset || from.File != to.File {
			return Fix{}, false
		}
		out.Edits = append(out.Edits, Edit{File: from.File, Start: from.Offset, End: to.Offset, Text: string(edit.NewText)})
	}
	return out, len(out.Edits) > 0
}

// facts holds the facts of a run. A package's facts are complete before any
// package that imports it is analysed.
type facts struct {
	mu       sync.RWMutex
	objects  map[objectKey]analysis.Fact
	packages map[packageKey]analysis.Fact
}

type objectKey struct {
	obj  types.Object
	kind reflect.Type
}

type packageKey struct {
	pkg  *types.Package
	kind reflect.Type
}

func newFacts() *facts {
	return &facts{objects: make(map[objectKey]analysis.Fact), packages: make(map[packageKey]analysis.Fact)}
}

// bind gives a pass its fact functions.
func (f *facts) bind(pass *analysis.Pass) {
	pass.ImportObjectFact = func(obj types.Object, fact analysis.Fact) bool {
		f.mu.RLock()
		defer f.mu.RUnlock()
		return fill(fact, f.objects[objectKey{obj, reflect.TypeOf(fact)}])
	}
	pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.objects[objectKey{obj, reflect.TypeOf(fact)}] = fact
	}
	pass.ImportPackageFact = func(pkg *types.Package, fact analysis.Fact) bool {
		f.mu.RLock()
		defer f.mu.RUnlock()
		return fill(fact, f.packages[packageKey{pkg, reflect.TypeOf(fact)}])
	}
	pass.ExportPackageFact = func(fact analysis.Fact) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.packages[packageKey{pass.Pkg, reflect.TypeOf(fact)}] = fact
	}
	wanted := make(map[reflect.Type]bool)
	for _, fact := range pass.Analyzer.FactTypes {
		wanted[reflect.TypeOf(fact)] = true
	}
	pass.AllObjectFacts = func() (all []analysis.ObjectFact) {
		f.mu.RLock()
		defer f.mu.RUnlock()
		for key, fact := range maps.All(f.objects) {
			if wanted[key.kind] {
				all = append(all, analysis.ObjectFact{Object: key.obj, Fact: fact})
			}
		}
		return all
	}
	pass.AllPackageFacts = func() (all []analysis.PackageFact) {
		f.mu.RLock()
		defer f.mu.RUnlock()
		for key, fact := range maps.All(f.packages) {
			if wanted[key.kind] {
				all = append(all, analysis.PackageFact{Package: key.pkg, Fact: fact})
			}
		}
		return all
	}
}

// fill copies a stored fact, if any, to where the analyzer wants it.
func fill(to, stored analysis.Fact) bool {
	if stored == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(stored).Elem())
	return true
}
