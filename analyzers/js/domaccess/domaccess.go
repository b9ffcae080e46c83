package domaccess

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports uses of the document in code that runs only in a worker.
var Analyzer = &jsanalysis.Analyzer{
	Name:   "domaccess",
	Doc:    "report document, window, localStorage and dialogs in code that runs only in a worker, which has none",
	URL:    "https://github.com/asynclint/asynclint/blob/main/docs/rules/domaccess.md",
	Groups: []string{"workers"},
	Level:  jsanalysis.Error,
	Words:  []string{"document", "window", "Storage", "alert(", "confirm(", "prompt(", "DOMParser", "getComputedStyle"},
	Wants: func(p *jsanalysis.Pass, _ string) bool {
		return p.Module != nil && p.ResultOf[threads].(*reached).onlyByThreads(p.Module)
	},
	Requires: []*jsanalysis.Analyzer{execcontext.Analyzer, threads},
	Run:      run,
}

// absent are globals of a page that no worker has, and what to use instead.
// Source: HTML Standard and DOM Standard, [Exposed] of each interface.
var absent = map[string]string{
	"document":         "send what is needed by message, or draw on an OffscreenCanvas",
	"window":           "use self",
	"localStorage":     "use IndexedDB, or ask the page by message",
	"sessionStorage":   "use IndexedDB, or ask the page by message",
	"alert":            "tell the page by message",
	"confirm":          "ask the page by message",
	"prompt":           "ask the page by message",
	"DOMParser":        "parse in the page, or with a library",
	"getComputedStyle": "ask the page by message",
}

func run(p *jsanalysis.Pass) (any, error) {
	if !onlyInWorkers(p) {
		return nil, nil
	}
	probed := map[string]bool{} // names that the file asks for before use
	var found []jsparse.Cursor
	for id := range p.File.Root().Preorder(jsparse.Ident) {
		name := id.GlobalName()
		if absent[name] == "" {
			continue
		}
		switch up := id.Parent(); {
		case up.Kind() == jsparse.Unary && up.Op() == "typeof" || strings.Contains(p.File.Text, `"`+name+`" in `) || strings.Contains(p.File.Text, `'`+name+`' in `):
			probed[name] = true
		case up.Kind() == jsparse.Assign && id.Edge() == jsparse.EdgeLeft:
			return nil, nil // the file makes its own
		case isUse(id) && !isMinified(id):
			found = append(found, id)
		}
	}
	if len(found) == 0 || emulated(p.Module, 3, map[*jsparse.Module]bool{}) {
		return nil, nil
	}
	for _, id := range found {
		if name := id.Name(); !probed[name] && !isGuarded(id) && !isRemote(id) {
			d := analysis.Diagnostic{Pos: id.Pos(), End: id.TokenEnd(), Message: fmt.Sprintf("this code runs only in a worker, where `%s` does not exist, and throws a ReferenceError; %s", name, absent[name])}
			p.Report(jsanalysis.Diagnostic{Diagnostic: d, Level: jsanalysis.Default})
			probed[name] = true // the first use throws
		}
	}
	return nil, nil
}

// onlyInWorkers reports whether a module is a worker's entry, or only workers'
// entries import it.
func onlyInWorkers(p *jsanalysis.Pass) bool {
	if p.Module == nil || p.File.Script.Kind != "" {
		return false
	}
	if !p.ResultOf[threads].(*reached).onlyByThreads(p.Module) {
		return false
	}
	return inWorkers(execcontext.Of(p), p.Module, map[*jsparse.Module]bool{})
}

// inWorkers follows importers up to those that nobody imports. That a module
// touches the document says nothing here, for that may be the mistake; nor does
// text that looks like a worker's, if other code imports it.
func inWorkers(o *execcontext.Oracle, m *jsparse.Module, seen map[*jsparse.Module]bool) bool {
	const workers = execcontext.Worker | execcontext.ServiceWorker
	places := o.Module(m)
	if places&^(workers|execcontext.Main) != 0 || len(seen) > 40 {
		return false
	}
	seen[m] = true
	started, imported := false, false
	for _, r := range m.In() {
		if r.TypeOnly || r.From == nil {
			continue
		}
		switch r.Kind {
		case jsparse.ImportStatic, jsparse.ImportDynamic, jsparse.Require, jsparse.ImportScripts:
			imported = true
			if !seen[r.From] && !inWorkers(o, r.From, seen) {
				return false
			}
		default:
			started = true
		}
	}
	return started || imported || places&^workers == 0 && places != 0
}

// isMinified reports whether a node stands in generated code, which asks where it
// runs in ways that nobody reads.
func isMinified(n jsparse.Cursor) bool {
	text, at := n.File().Text, n.Start()
	col := len(text) - at
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		col = end
	}
	col += at - 1 - strings.LastIndexByte(text[:at], '\n')
	return col > 400
}

// isUse reports whether a name is called, or a member of it is read.
func isUse(id jsparse.Cursor) bool {
	up := id.Parent()
	switch up.Kind() {
	case jsparse.Member, jsparse.Index:
		return id.Edge() == jsparse.EdgeObject && !up.Has(jsparse.FlagOptional)
	case jsparse.Call, jsparse.New:
		return id.Edge() == jsparse.EdgeCallee
	}
	return false
}

var probe = regexp.MustCompile(`\btypeof\b|\bin (self|globalThis|window)\b|WorkerGlobalScope|importScripts|\b(is|in|has)_?(Main|Browser|Worker|Window|Dom|DOM|Node|Server|Client|Document)|\b(IS|IN|HAS)_[A-Z]|\b(self|globalThis)\.(document|window|localStorage)`)

// isGuarded reports whether a condition around a use, or one that leaves the
// function before it, asks where the code runs; or a try takes the error.
func isGuarded(id jsparse.Cursor) bool {
	for p := id; p.Ok(); p = p.Parent() {
		up := p.Parent()
		switch up.Kind() {
		case jsparse.If, jsparse.Conditional:
			if p.Edge() != jsparse.EdgeTest && probe.MatchString(up.Child(jsparse.EdgeTest).Text()) {
				return true
			}
		case jsparse.Binary:
			if op := up.Op(); (op == "&&" || op == "||" || op == "??") && p.Edge() == jsparse.EdgeRight && probe.MatchString(up.Left().Text()) {
				return true
			}
		case jsparse.Try:
			if p.Edge() == jsparse.EdgeBody && up.Child(jsparse.EdgeHandler).Ok() {
				return true
			}
		case jsparse.Block, jsparse.Program:
			for s := range up.Children() {
				if s == p {
					break
				}
				if s.Kind() == jsparse.If && probe.MatchString(s.Child(jsparse.EdgeTest).Text()) && leaves(s.Child(jsparse.EdgeThen)) {
					return true
				}
			}
		}
	}
	return false
}

func leaves(s jsparse.Cursor) bool {
	for range s.Preorder(jsparse.Return, jsparse.Throw) {
		return true
	}
	return false
}

// isRemote reports whether a use stands in a function that is sent elsewhere to
// run, as with page.evaluate(() => document.title).
func isRemote(id jsparse.Cursor) bool {
	for fn := id.Func(); fn.Ok(); fn = fn.Func() {
		if p := fn.Parent(); p.Kind() == jsparse.Call && fn.Edge() == jsparse.EdgeArg {
			name := strings.ToLower(p.Callee().Name())
			for _, w := range []string{"eval", "script", "waitforfunction", "inpage", "inbrowser", "inmain"} {
				if strings.Contains(name, w) {
					return true
				}
			}
		}
	}
	return false
}

var emulation = regexp.MustCompile(`\b(self|globalThis|global|window)(\.|\[["'])(window|document|localStorage)(["']\])?\s*(\|\||\?\?)?=[^=]|\b(var|let|const)\s+(window|document)\b|\b(linkedom|jsdom|happy-dom|domino|worker-dom|jsdom-worker|xmldom|workerdom)\b|defineProperty\((self|globalThis|global),\s*["'](window|document|localStorage)`)

// emulated reports whether a module, one that imports it, or one that they
// import sets up a document.
func emulated(m *jsparse.Module, depth int, seen map[*jsparse.Module]bool) bool {
	if m == nil || depth == 0 || seen[m] || len(seen) > 40 {
		return false
	}
	seen[m] = true
	if text, err := m.Text(); err != nil || emulation.MatchString(text) {
		return true
	}
	for _, r := range m.In() {
		if emulated(r.From, depth-1, seen) {
			return true
		}
	}
	for _, r := range m.Refs() {
		if r.To != nil && r.Kind <= jsparse.Require && emulated(r.To, depth-1, seen) {
			return true
		}
	}
	return false
}
