package awaitinall

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
	"github.com/asynclint/asynclint/jsparse/glance"
)

// Analyzer reports awaits among the items given to Promise.all and its like.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "awaitinall",
	Doc:      "reports awaits inside the list given to Promise.all, which make it run in series",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/awaitinall.md",
	Groups:   []string{"awaits"},
	Level:    jsanalysis.Warning,
	Fix:      jsanalysis.Suggest,
	Words:    []string{"Promise"},
	Wants:    wants,
	Requires: []*jsanalysis.Analyzer{callee.Analyzer},
	Run:      run,
}

// wants: an await between the brackets of Promise.all([…]) and its like.
func wants(_ *jsanalysis.Pass, text string) bool {
	for i := 0; ; {
		at := strings.IndexByte(text[i:], '[')
		if at < 0 {
			return false
		}
		at += i
		i = at + 1
		if !strings.HasSuffix(strings.TrimRight(text[:at], " \t\r\n"), "(") {
			continue
		}
		end, ok := glance.Closing(text, at)
		if !ok || strings.Contains(text[at:end], "await") {
			return true
		}
		i = end
	}
}

func run(pass *jsanalysis.Pass) (any, error) {
	for call := range pass.File.Root().Preorder(jsparse.Call) {
		list := call.Arg(0)
		if list.Kind() != jsparse.ArrayLit || list.Count(jsparse.EdgeItem) < 2 {
			continue // one item has nothing to run beside
		}
		name := callee.Of(pass).CallName(call)
		if !combines[name] {
			continue
		}
		if awaits := awaitsAmong(list, name); len(awaits) > 0 {
			report(pass, name, list, awaits)
		}
	}
	return nil, nil
}

// combines: ECMAScript 2024, 27.2.4.
var combines = map[string]bool{"Promise.all": true, "Promise.allSettled": true, "Promise.any": true, "Promise.race": true}

// awaitsAmong returns, for each item that waits while the list is being built,
// its first await. Spread items are lists that come first by nature. An await in
// the last item of Promise.all holds nothing up: what stands before it runs
// already, as in Promise.all([page.waitForEvent("popup"), await page.click("a")]).
// The other functions must see the promise itself: allSettled its failure, race
// its time.
func awaitsAmong(list jsparse.Cursor, name string) (awaits []jsparse.Cursor) {
	last := list.ChildAt(jsparse.EdgeItem, list.Count(jsparse.EdgeItem)-1)
	holdsUp := name != "Promise.all"
	for item := range list.All(jsparse.EdgeItem) {
		if item.Kind() == jsparse.Spread {
			continue
		}
		for a := range varflow.Own(item, jsparse.Await) {
			if !item.Kind().IsFunc() {
				awaits = append(awaits, a)
				holdsUp = holdsUp || item != last
			}
			break
		}
	}
	if !holdsUp {
		return nil
	}
	return awaits
}

func report(pass *jsanalysis.Pass, name string, list jsparse.Cursor, awaits []jsparse.Cursor) {
	first := awaits[0]
	msg := fmt.Sprintf("`await` inside %s([…]) waits before the next item is even started, so the calls run in series; leave the await out, %[1]s takes promises", name)
	d := jsanalysis.Diagnostic{Diagnostic: analysis.Diagnostic{Pos: first.Pos(), End: first.TokenEnd(), Message: msg}}
	var edits []analysis.TextEdit
	for i, a := range awaits {
		if i > 0 {
			d.Related = append(d.Related, jsanalysis.Related(a, "another await in the list"))
		}
		if a.Parent() != list {
			edits = nil // (await f()).x needs a function around it
			break
		}
		edits = append(edits, withoutKeyword(a))
	}
	if len(edits) > 0 {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: "leave the await out", TextEdits: edits}}
	}
	pass.Report(d)
}

// withoutKeyword drops "await" and the space behind it.
func withoutKeyword(a jsparse.Cursor) analysis.TextEdit {
	f, end := a.File(), a.Start()+len("await")
	for end < a.End() && (f.Text[end] == ' ' || f.Text[end] == '\t') {
		end++
	}
	return analysis.TextEdit{Pos: a.Pos(), End: f.Pos(end)}
}
