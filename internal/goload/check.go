package goload

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A node is one package that is checked from source.
type node struct {
	pkg        *packages.Package
	root       bool // matched by a pattern: findings are wanted
	declsOnly  bool // needed for its types only
	elsewhere  bool // can only be built for another platform
	imports    []*node
	dependents []*node
	waiting    int // imports that are not done yet

	types     *types.Package // nil until done, or when there is nothing to check
	illFormed bool           // does not compile, or imports what does not
}

// newGraph decides which packages are checked from source: the ones asked for,
// those of the main modules below them, test variants, those that have no
// export data because something in them does not compile, and those that import
// one of these: a module that the main module requires may require it in turn,
// and its export data would speak of a second set of the same types.
func newGraph(roots []*packages.Package, analyzers []*analysis.Analyzer, overlay map[string][]byte) *graph {
	g := &graph{
		fset:      token.NewFileSet(),
		analyzers: analyzers,
		overlay:   overlay,
		nodes:     make(map[string]*node),
		facts:     newFacts(),
	}
	g.exports = &exports{fset: g.fset, universe: make(map[string]*types.Package)}
	isRoot := make(map[string]bool)
	for _, pkg := range roots {
		isRoot[pkg.ID] = true
	}
	packages.Visit(roots, nil, func(pkg *packages.Package) { // dependencies first
		inMain := pkg.Module != nil && pkg.Module.Main || pkg.ForTest != ""
		missing := pkg.ExportFile == "" && pkg.PkgPath != "unsafe"
		for _, imported := range pkg.Imports {
			missing = missing || g.nodes[imported.ID] != nil
		}
		if !isRoot[pkg.ID] && !inMain && !missing {
			return
		}
		if strings.HasSuffix(pkg.ID, ".test") {
			return // the generated main of a test
		}
		n := &node{pkg: pkg, root: isRoot[pkg.ID], declsOnly: !isRoot[pkg.ID] && !inMain}
		for _, imported := range pkg.Imports {
			if dep := g.nodes[imported.ID]; dep != nil {
				n.imports = append(n.imports, dep)
			}
		}
		g.nodes[pkg.ID] = n
		g.order = append(g.order, n)
	})
	return g
}

// process checks and analyses one package.
func (g *graph) process(n *node) {
	for _, dep := range n.imports {
		n.illFormed = n.illFormed || dep.illFormed
	}
	n.illFormed = n.illFormed || n.elsewhere
	broken := n.illFormed // somebody else's mistake, already told
	if n.pkg.PkgPath == "unsafe" {
		n.types = types.Unsafe
		return
	}
	for _, err := range n.pkg.Errors {
		if err.Kind != packages.TypeError && err.Kind != packages.ParseError {
			n.illFormed = true
			if !broken {
				g.fail(Error{Package: n.pkg.PkgPath, Pos: parsePosition(err.Pos), Message: err.Msg})
			}
		}
	}
	files := g.parse(n)
	info := newInfo()
	if n.declsOnly {
		info = &types.Info{}
	}
	count := 0
	config := &types.Config{
		Importer:         importerFunc(func(path string) (*types.Package, error) { return g.importPackage(n, path) }),
		Sizes:            n.pkg.TypesSizes,
		IgnoreFuncBodies: n.declsOnly,
		Error: func(err error) {
			n.illFormed = true
			var te types.Error
			if broken || n.declsOnly || !errors.As(err, &te) || count == maxErrors {
				return
			}
			count++
			g.fail(Error{Package: n.pkg.PkgPath, Pos: g.position(n.pkg, te.Pos), Message: te.Msg})
		},
	}
	if n.pkg.Module != nil && n.pkg.Module.GoVersion != "" {
		config.GoVersion = "go" + n.pkg.Module.GoVersion
	}
	pkg := types.NewPackage(n.pkg.PkgPath, n.pkg.Name)
	_ = types.NewChecker(config, g.fset, pkg, info).Files(files) // told through Error
	n.types = pkg
	if n.pkg.ForTest == "" {
		g.exports.add(pkg)
	}
	if len(files) == 0 || n.illFormed || n.declsOnly {
		return
	}
	g.analyze(n, files, info)
}

// maxErrors bounds the mistakes told of one package.
const maxErrors = 10

func newInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
}

// parse reads the package's files. What does not parse makes it ill-formed.
func (g *graph) parse(n *node) []*ast.File {
	var files []*ast.File
	mode := parser.ParseComments | parser.SkipObjectResolution
	for _, name := range n.pkg.CompiledGoFiles {
		if !strings.HasSuffix(name, ".go") && !strings.Contains(name, "-d") {
			continue
		}
		src, ok := g.overlay[name]
		if !ok {
			var err error
			if src, err = os.ReadFile(name); err != nil {
				n.illFormed = true
				g.fail(Error{Package: n.pkg.PkgPath, Pos: Position{File: name}, Message: fmt.Sprintf("reading: %v", err)})
				continue
			}
		}
		file, err := parser.ParseFile(g.fset, name, src, mode)
		if err != nil {
			n.illFormed = true
			var list scanner.ErrorList
			if errors.As(err, &list) && len(list) > 0 {
				at := list[0].Pos
				g.fail(Error{Package: n.pkg.PkgPath, Pos: Position{at.Filename, at.Line, at.Column, at.Offset}, Message: list[0].Msg})
			} else {
				g.fail(Error{Package: n.pkg.PkgPath, Pos: Position{File: name}, Message: err.Error()})
			}
		}
		if file != nil {
			files = append(files, file)
		}
	}
	return files
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

func (g *graph) importPackage(n *node, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	imported := n.pkg.Imports[path]
	if imported == nil {
		return nil, fmt.Errorf("no metadata for %s", path)
	}
	if dep := g.nodes[imported.ID]; dep != nil {
		if dep.types == nil {
			return nil, fmt.Errorf("%s imports itself", path)
		}
		return dep.types, nil
	}
	return g.exports.load(imported)
}

// exports reads export data into the run's universe of types.
type exports struct {
	fset     *token.FileSet
	mu       sync.Mutex
	universe map[string]*types.Package
}

func (e *exports) add(pkg *types.Package) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.universe[pkg.Path()] == nil {
		e.universe[pkg.Path()] = pkg
	}
}

func (e *exports) load(pkg *packages.Package) (*types.Package, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if p := e.universe[pkg.PkgPath]; p != nil && p.Complete() {
		return p, nil
	}
	if pkg.ExportFile == "" {
		return nil, fmt.Errorf("%s: %w", pkg.PkgPath, errNoExport)
	}
	f, err := os.Open(pkg.ExportFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	//lint:ignore SA1019 up to Go 1.26 the build cache holds archives; go/packages reads them in this way too
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", pkg.PkgPath, err)
	}
	p, err := gcexportdata.Read(r, e.fset, e.universe, pkg.PkgPath)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", pkg.PkgPath, err)
	}
	return p, nil
}

// position resolves a place in a file as it is on disk. Only what cgo wrote is
// mapped back to the file that it was written from.
func (g *graph) position(pkg *packages.Package, pos token.Pos) Position {
	if !pos.IsValid() {
		return Position{}
	}
	at := g.fset.PositionFor(pos, false)
	for _, name := range pkg.GoFiles {
		if name == at.Filename {
			return Position{at.Filename, at.Line, at.Column, at.Offset}
		}
	}
	at = g.fset.PositionFor(pos, true)
	return Position{at.Filename, at.Line, at.Column, -1}
}

// parsePosition reads the go command's file:line:col.
func parsePosition(text string) Position {
	if text == "" || text == "-" {
		return Position{}
	}
	parts := strings.Split(text, ":")
	var numbers []int
	for len(parts) > 1 && len(numbers) < 2 {
		n, err := strconv.Atoi(parts[len(parts)-1])
		if err != nil {
			break
		}
		numbers = append([]int{n}, numbers...)
		parts = parts[:len(parts)-1]
	}
	at := Position{File: strings.Join(parts, ":"), Offset: -1}
	if len(numbers) > 0 {
		at.Line = numbers[0]
	}
	if len(numbers) > 1 {
		at.Column = numbers[1]
	}
	return at
}
