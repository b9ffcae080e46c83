// Package goload runs Go analyzers over Go packages, fast.
//
// # Model
//
// One `go list -export -deps` describes the packages and names, for each, the
// export data in the build cache. Only the packages of the main modules are
// parsed and type-checked from source; whatever they import from elsewhere comes
// from export data, which is two orders of magnitude less to read. A package is
// analysed as soon as it is type-checked, on the goroutine that checked it, and
// its syntax and type information are dropped before the next one is taken.
// What stays are the types.Packages and the facts, so the peak is that of the
// few packages in work, not that of the program.
//
// Facts are kept in memory and keyed by object: all packages live in one
// universe of types, so that no encoding is needed. Packages outside of the main
// modules are not analysed and have no facts; an analyzer must treat a missing
// fact as "not known", and knows the standard library by its own tables.
//
// # What lost
//
// go/packages with every dependency from source, driven by go/analysis/checker:
// complete facts, but parsing and checking all dependencies costs several times
// as much time and memory as the main module itself. `go vet -vettool`: the go
// command caches facts and findings, and a run without changes costs little;
// but the first run, and each run of a new build of the tool, starts one
// process for each package of the program, the standard library included.
//
// Measured with eight rules on golang.org/x/tools v0.52.0 (156,000 lines, go1.26,
// compiled before; processor time and peak memory): this 2.9 s and 124 MB, a run
// remembered in the cache 0.0 s and 8 MB; go/packages with the checker 9.4 s and
// 1.2 GB; go vet 32 s and 141 MB first, 1.1 s and 55 MB without changes.
package goload

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// Options says what to load.
type Options struct {
	Tests   bool              // load _test.go files too
	Tags    []string          // build tags
	Env     []string          // environment of the go command; nil is this process's
	Overlay map[string][]byte // contents that stand for files, by absolute path
	Jobs    int               // packages in work at once; 0 is GOMAXPROCS

	// CacheDir is a folder in which a run is remembered for as long as nothing
	// that it read has changed; "" remembers nothing. Runs at the same time may
	// share it.
	CacheDir string
}

// A Position is a place in a file as it is on disk, //line comments ignored.
type Position struct {
	File   string // absolute path
	Line   int    // from 1
	Column int    // in bytes, from 1
	Offset int    // in bytes, from 0; -1 when the text was generated (cgo)
}

// A Diagnostic is one finding of an analyzer.
type Diagnostic struct {
	Analyzer  string
	Category  string
	Message   string
	URL       string
	Package   string // import path
	Pos, End  Position
	Generated bool // the file says that it is generated
	Related   []Related
	Fixes     []Fix
}

// Related is another place that a finding speaks of.
type Related struct {
	Pos, End Position
	Message  string
}

// A Fix is a set of edits that belong together.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes from Start to End of a file.
type Edit struct {
	File       string // absolute path
	Start, End int    // offsets in bytes, from 0
	Text       string
}

// An Error is something that kept a package, or an analyzer on a package, from
// being judged. It is never a finding about the code's behaviour.
type Error struct {
	Package  string   // import path, or the pattern
	Analyzer string   // the analyzer that failed, or "" when the package did
	Pos      Position // zero if no place is known
	Message  string
}

func (e Error) Error() string {
	var b strings.Builder
	if e.Pos.File != "" {
		fmt.Fprintf(&b, "%s:%d:%d: ", e.Pos.File, e.Pos.Line, e.Pos.Column)
	}
	if e.Analyzer != "" {
		fmt.Fprintf(&b, "%s on %s: ", e.Analyzer, e.Package)
	}
	b.WriteString(e.Message)
	return b.String()
}

// Run loads the packages that the patterns match, seen from dir, and runs the
// analyzers on them. Findings and errors are sorted by place and free of
// duplicates. The third result is for the run as a whole: the go command is
// missing, the analyzers do not fit together, ctx was cancelled.
//
// A package that does not compile gives an Error for the first mistakes in it
// and no findings; the other packages are analysed all the same.
func Run(ctx context.Context, dir string, patterns []string, analyzers []*analysis.Analyzer, opts Options) ([]Diagnostic, []Error, error) {
	if err := analysis.Validate(analyzers); err != nil {
		return nil, nil, fmt.Errorf("analyzers: %w", err)
	}
	jobs := opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	remembered := openCache(dir, patterns, analyzers, opts)
	if diagnostics, ok := remembered.load(); ok {
		return diagnostics, nil, nil
	}
	roots, err := list(ctx, dir, patterns, opts, packages.NeedExportFile)
	if err != nil {
		return nil, nil, err
	}
	g := newGraph(roots, analyzers, opts.Overlay)
	g.noteInputs(roots, dir)
	graphs := []*graph{g}
	browser := g.leaveOutBrowser(roots)
	if err := g.run(ctx, jobs); err != nil {
		return nil, nil, err
	}
	if len(browser) > 0 {
		// Without export data: compiling the standard library for another
		// platform takes longer than reading its declarations.
		opts.Env = append(environment(opts.Env), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
		roots, err := list(ctx, dir, browser, opts, 0)
		if err != nil {
			return nil, nil, err
		}
		js := newGraph(roots, analyzers, opts.Overlay)
		js.noteInputs(roots, dir)
		graphs = append(graphs, js)
		if err := js.run(ctx, jobs); err != nil {
			return nil, nil, err
		}
		g.diagnostics = append(g.diagnostics, js.diagnostics...)
		g.errors = append(g.errors, js.errors...)
	}
	if tests := onlyTests(roots); len(tests) > 0 && !opts.Tests {
		opts.Tests = true
		roots, err := list(ctx, dir, tests, opts, packages.NeedExportFile)
		if err != nil {
			return nil, nil, err
		}
		more := newGraph(roots, analyzers, opts.Overlay)
		more.noteInputs(roots, dir)
		graphs = append(graphs, more)
		if err := more.run(ctx, jobs); err != nil {
			return nil, nil, err
		}
		g.diagnostics = append(g.diagnostics, more.diagnostics...)
		g.errors = append(g.errors, more.errors...)
	}
	g.diagnostics = finish(g.diagnostics)
	if len(g.errors) == 0 {
		remembered.store(graphs, g.diagnostics)
	}
	return g.diagnostics, finishErrors(g.errors), nil
}

// list asks the go command what the patterns match.
func list(ctx context.Context, dir string, patterns []string, opts Options, mode packages.LoadMode) ([]*packages.Package, error) {
	config := &packages.Config{
		Context: ctx,
		Dir:     dir,
		Env:     opts.Env,
		Tests:   opts.Tests,
		Overlay: opts.Overlay,
		Mode: mode | packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedTypesSizes | packages.NeedModule | packages.NeedForTest,
	}
	if len(opts.Tags) > 0 {
		config.BuildFlags = []string{"-tags=" + strings.Join(opts.Tags, ",")}
	}
	roots, err := packages.Load(config, patterns...)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("listing Go packages: %w", err)
	}
	return roots, nil
}

// A graph is the packages of one run, in one universe of types.
type graph struct {
	fset      *token.FileSet
	analyzers []*analysis.Analyzer
	overlay   map[string][]byte
	nodes     map[string]*node // by package ID
	order     []*node          // the nodes checked from source, dependencies first
	exports   *exports
	facts     *facts
	inputs    []string // files that the run depends on and that can change
	modules   []string // folders of the main modules

	mu          sync.Mutex
	diagnostics []Diagnostic
	errors      []Error
}

// run checks and analyses the source packages, each after those it imports.
func (g *graph) run(ctx context.Context, jobs int) error {
	ready := make(chan *node, len(g.order))
	var wg sync.WaitGroup
	wg.Add(len(g.order))
	for _, n := range g.order {
		n.waiting = len(n.imports)
		for _, dep := range n.imports {
			dep.dependents = append(dep.dependents, n)
		}
	}
	for _, n := range g.order {
		if n.waiting == 0 {
			ready <- n
		}
	}
	for range min(jobs, max(len(g.order), 1)) {
		go func() {
			for n := range ready {
				if ctx.Err() == nil {
					g.process(n)
				}
				g.mu.Lock()
				for _, dependent := range n.dependents {
					dependent.waiting--
					if dependent.waiting == 0 {
						ready <- dependent // never blocks: there is room for all
					}
				}
				g.mu.Unlock()
				wg.Done()
			}
		}()
	}
	wg.Wait()
	close(ready)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

func (g *graph) report(d Diagnostic) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.diagnostics = append(g.diagnostics, d)
}

func (g *graph) fail(e Error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.errors = append(g.errors, e)
}

// finish sorts findings and drops those that a test variant of a package found
// again.
func finish(ds []Diagnostic) []Diagnostic {
	slices.SortFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(comparePositions(a.Pos, b.Pos), cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.End == b.End && a.Analyzer == b.Analyzer && a.Message == b.Message
	})
}

func finishErrors(es []Error) []Error {
	slices.SortFunc(es, func(a, b Error) int {
		return cmp.Or(comparePositions(a.Pos, b.Pos), cmp.Compare(a.Package, b.Package), cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(es, func(a, b Error) bool {
		return a.Pos == b.Pos && a.Analyzer == b.Analyzer && a.Message == b.Message
	})
}

func comparePositions(a, b Position) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

var errNoExport = errors.New("no export data")
