package ownership

import (
	"regexp"
	"strings"

	"github.com/asynclint/asynclint/analyzers/passes/workers"
	"github.com/asynclint/asynclint/jsparse"
)

var (
	// closes matches a worker's code that ends its own thread.
	closes = regexp.MustCompile(`(^|[^.\w$])close\(\s*\)|\b(self|globalThis|parentPort|port)\??\.close\(|\bprocess\.exit\(|\bclose\s*[=:]\s*process\.exit`)
	// listens matches Node code that keeps its thread alive with a listener.
	listens = regexp.MustCompile(`\bparentPort\s*[?!]?\s*\.\s*(on|addListener|addEventListener|onmessage)\b|\(\s*parentPort\s*[!,)]|,\s*parentPort\s*\)`)
	// serves matches Node code that keeps its thread alive with something else.
	serves = regexp.MustCompile(`\bsetInterval\(|\.listen\(|\bcreateServer\(|\bexpose\(`)
)

// codeUnknown reports whether nothing can be said of what a thread runs.
func (o *Oracle) codeUnknown(t workers.Thread) bool {
	return o.workers.Entry(t) == nil && !t.Inline()
}

// endsItself reports whether a thread ends without anybody's help: its code
// closes it, or, in Node, has no listener that would keep it alive. posted says
// that somebody sends it messages.
func (o *Oracle) endsItself(t workers.Thread, posted bool) bool {
	switch t.Kind {
	case workers.Web, workers.Node:
	default:
		return false
	}
	entry := o.workers.Entry(t)
	if entry == nil {
		if t.Inline() && closes.MatchString(t.Node.File().Text) {
			return true
		}
		if text := t.Node.File().Text; strings.Contains(text, "WorkerGlobalScope") && strings.Contains(text, ".close()") {
			return true // the file starts itself as a worker
		}
		// Code that is not known must listen if it is sent messages.
		return t.Kind == workers.Node && !posted
	}
	if t.Kind == workers.Web && entry == t.Node.File().Module() {
		return true // a library that starts itself as the threads of its own pool
	}
	text, err := entry.Text()
	if err != nil {
		return true
	}
	if closes.MatchString(text) {
		return true
	}
	if t.Kind != workers.Node {
		return false
	}
	return !listens.MatchString(text) && !(serves.MatchString(text) && !strings.Contains(text, "clearInterval"))
}

// keepsListening reports whether a Node thread is known to go on listening.
func (o *Oracle) keepsListening(t workers.Thread) bool {
	entry := o.workers.Entry(t)
	if entry == nil {
		return false
	}
	text, err := entry.Text()
	return err == nil && listens.MatchString(text) && !closes.MatchString(text)
}

var (
	setupTag  = regexp.MustCompile(`\bsetup\b`)
	moduleTag = regexp.MustCompile(`\bmodule\b`)
)

// isComponentScope reports whether code at a node, outside any function, runs
// once for each instance of a component: <script setup> of Vue, <script> of
// Svelte.
func isComponentScope(n jsparse.Cursor) bool {
	f := n.File()
	if f.Script.Kind == "" {
		return false
	}
	at := strings.LastIndex(f.Text[:n.Start()], "<script")
	if at < 0 {
		return false
	}
	tag := f.Text[at:n.Start()]
	if end := strings.IndexByte(tag, '>'); end >= 0 {
		tag = tag[:end]
	}
	switch {
	case strings.HasSuffix(f.Path, ".vue"):
		return setupTag.MatchString(tag)
	case strings.HasSuffix(f.Path, ".svelte"):
		return !moduleTag.MatchString(tag)
	}
	return false
}
