package workerleak

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/ownership"
	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports workers that nobody ends.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "workerleak",
	Doc:      "report workers that nobody ends: each leaves a thread and its memory behind",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/workerleak.md",
	Groups:   []string{"workers", "memory"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    workers.Words,
	Requires: []*jsanalysis.Analyzer{execcontext.Analyzer, workers.Analyzer, ownership.Analyzer},
	Run:      run,
}

func run(p *jsanalysis.Pass) (any, error) {
	for n := range p.File.Root().Preorder(jsparse.New, jsparse.Call) {
		t := workers.Of(p).New(n)
		if !canLeak(t) || execcontext.Of(p).At(n).Only(execcontext.Test|execcontext.Build) {
			continue
		}
		fate := ownership.Of(p).Fate(t)
		if !fate.Verdict.Leaks() {
			continue
		}
		d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: n.Pos(), End: n.TokenEnd(), Message: message(t, fate)}}
		d.Related = related(n, fate)
		if fix, ok := mend(t, fate); ok {
			d.SuggestedFixes = []analysis.SuggestedFix{fix}
		}
		p.Report(d)
	}
	return nil, nil
}

// canLeak reports whether the code that makes a thread is who must end it. A
// SharedWorker's life is the browser's; forked processes have names and signals.
func canLeak(t workers.Thread) bool {
	switch t.Kind {
	case workers.Web, workers.Node, workers.Managed:
		return true
	case workers.Pool:
		return len(t.Library.End) > 0
	}
	return false
}

// noun is what the messages call the thing.
func noun(t workers.Thread) string {
	if t.Kind == workers.Pool {
		return "pool"
	}
	return "worker"
}

func ender(t workers.Thread) string {
	if t.Kind == workers.Pool {
		return t.Library.End[0]
	}
	return "terminate"
}

func message(t workers.Thread, f ownership.Fate) string {
	what, end := noun(t), ender(t)
	held := f.Name
	if held == "" {
		held = "it"
	}
	call := held + "." + end + "()"
	if held == "it" {
		call = end + "() on it"
	}
	if f.Collection {
		call = end + "() on each of " + held
	}
	name := ownerName(f.Owner)
	var s string
	switch f.Verdict {
	case ownership.Kept:
		switch f.What {
		case "class":
			s = fmt.Sprintf("%s makes a %s in %s and never ends it, so every instance leaves a thread and its memory behind; call %s where the instance is disposed of", orThis("class", name), what, held, call)
		case "component", "hook":
			s = fmt.Sprintf("each mount of %s makes a %s that nothing ends, so threads pile up; call %s in its clean-up", orThis(f.What, name), what, call)
		default:
			s = fmt.Sprintf("%s makes a %s that nothing ends, so every use leaves a thread and its memory behind; offer a way to call %s", orThis("function", name), what, call)
		}
	case ownership.Dropped:
		if f.Replaces {
			s = fmt.Sprintf("each time this runs, a new %s takes the place of the one before in `%s`, which goes on running and cannot be reached any more; call %s first, or keep one", what, f.Name, call)
			break
		}
		if f.What == "class" {
			s = fmt.Sprintf("every instance of %s makes a %s that nothing ends, and leaves a thread and its memory behind; call %s where the instance is disposed of, or share one", orThis("class", name), what, call)
			break
		}
		s = fmt.Sprintf("every call of %s makes a %s that nothing ends, and leaves a thread and its memory behind; call %s when the answer is in, or share one", orThis("function", name), what, call)
	case ownership.Skipped:
		s = fmt.Sprintf("%s ends this %s on one path and returns without %s on another; end it in a finally", orThis("function", name), what, call)
	case ownership.Unfinished:
		s = fmt.Sprintf("the process cannot exit: the %s goes on listening after its answer; call await %s at the end", what, call)
	}
	if f.Shadows.Ok() {
		s += fmt.Sprintf(" (%s ends another variable of the same name)", f.Shadows.Text()+"()")
	}
	return s
}

// ownerName returns the owner's name, quoted, or "".
func ownerName(owner jsparse.Cursor) string {
	if !owner.Ok() {
		return ""
	}
	n := owner.Name()
	if n == "" {
		switch p := owner.Parent(); p.Kind() {
		case jsparse.Declarator, jsparse.Method, jsparse.Property, jsparse.Field:
			n = p.Name()
		case jsparse.Assign:
			n = p.Left().Text()
		}
	}
	if n == "" || len(n) > 60 || strings.Contains(n, "\n") {
		return ""
	}
	return "`" + n + "`"
}

func orThis(what, name string) string {
	if name == "" {
		return "this " + what
	}
	if what == "class" {
		return "class " + name
	}
	return name
}

// related points at the other end of the story.
func related(n jsparse.Cursor, f ownership.Fate) (list []analysis.RelatedInformation) {
	if f.Shadows.Ok() {
		list = append(list, jsanalysis.Related(f.Shadows, "this ends another `%s`", strings.TrimPrefix(f.Name, "this.")))
	}
	if !f.At.Ok() {
		return list
	}
	switch f.Verdict {
	case ownership.Skipped:
		for _, at := range f.Paths {
			list = append(list, jsanalysis.Related(at, "this path returns without ending it"))
		}
	case ownership.Kept:
		if f.What == "class" && f.Owner.Contains(f.At) {
			list = append(list, jsanalysis.Related(f.At, "`%s` does not end it", f.At.Text()))
			break
		}
		fallthrough
	default:
		list = append(list, jsanalysis.Related(f.At, "the worker goes to this call, which drops it"))
	}
	return list
}
