package uncloneable

import (
	"fmt"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/callee"
	"github.com/asynclint/asynclint/analyzers/passes/execcontext"
	"github.com/asynclint/asynclint/analyzers/passes/messages"
	"github.com/asynclint/asynclint/jsparse"
)

// Analyzer reports values in messages that cannot be cloned.
var Analyzer = &jsanalysis.Analyzer{
	Name:     "uncloneable",
	Doc:      "reports functions, DOM nodes, promises and the like in a message, which make postMessage throw",
	URL:      "https://github.com/asynclint/asynclint/blob/main/docs/rules/uncloneable.md",
	Groups:   []string{"memory"},
	Level:    jsanalysis.Error,
	Words:    []string{"postMessage", "structuredClone", "workerData"},
	Requires: []*jsanalysis.Analyzer{callee.Analyzer, execcontext.Analyzer, messages.Analyzer},
	Run:      run,
}

func run(pass *jsanalysis.Pass) (any, error) {
	m := messages.Of(pass)
	for n := range pass.File.Root().Preorder(jsparse.Call, jsparse.New) {
		value, sender := sent(pass, m, n)
		if !value.Ok() || execcontext.Of(pass).At(n).Only(execcontext.Test) {
			continue
		}
		for _, x := range messages.Parts(value) {
			if v := m.ValueOf(x); wayOut[v.Type] != "" {
				pass.Report(diagnostic(x, v, sender))
			}
		}
	}
	return nil, nil
}

// sent returns what a call clones for another thread, and the call's name.
func sent(pass *jsanalysis.Pass, m *messages.Oracle, n jsparse.Cursor) (value jsparse.Cursor, sender string) {
	if n.Kind() == jsparse.New { // new Worker(file, { workerData })
		if callee.Of(pass).Expr(n.Callee()).Name == "node:worker_threads.Worker" {
			return n.Arg(1).Prop("workerData").Child(jsparse.EdgeValue), "new Worker"
		}
		return jsparse.Cursor{}, ""
	}
	post, ok := m.Post(n)
	if !ok || !post.Channel.Threads() && post.Channel != messages.Clone && post.Channel != messages.Broadcast {
		return jsparse.Cursor{}, ""
	}
	return post.Value, n.Callee().Name()
}

// wayOut: what the structured clone algorithm refuses, and what to send instead.
// HTML Standard, 2.7.3; errors, maps, sets, dates and typed arrays are cloned.
var wayOut = map[messages.Type]string{
	messages.Function: "send a name that the other side looks up, or use Comlink.proxy",
	messages.Dom:      "send the data that the other side needs",
	messages.Symbol:   "send a string",
	messages.Proxy:    "send the plain object behind it",
	messages.Promise:  "await it first",
	messages.Weak:     "send what it refers to",
}

func diagnostic(x jsparse.Cursor, v messages.Value, sender string) jsanalysis.Diagnostic {
	var d jsanalysis.Diagnostic
	d.Pos, d.End = x.Pos(), x.TokenEnd()
	name := x.Text()
	if x.Kind().IsFunc() {
		name = "this"
		if p := x.Parent(); p.Name() != "" {
			name = p.Name()
		}
		d.End = x.File().Pos(min(x.End(), x.Start()+len("function")))
	}
	d.Message = fmt.Sprintf("`%s` is %s, which cannot be cloned: %s throws a DataCloneError and the message is not sent; %s", name, v.Type, sender, wayOut[v.Type])
	if v.Made.Ok() && v.Made != x && v.Made.File() == x.File() {
		d.Related = append(d.Related, jsanalysis.Related(v.Made, "made here"))
	}
	return d
}
