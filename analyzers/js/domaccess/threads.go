package domaccess

import (
	"path/filepath"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// threads is the cheap question before the one where a module runs. What runs
// only in workers has no importer, however far up, that nobody imports and that
// is no thread's entry. Most modules that touch the document are a page's and
// have one, and what was found for a module holds for all that it imports.
var threads = &jsanalysis.Analyzer{
	Name:    "threads",
	Doc:     "modules that only the entries of threads lead to",
	Project: true,
	Run: func(*jsanalysis.Pass) (any, error) {
		return &reached{elsewhere: map[*jsparse.Module]bool{}}, nil
	},
}

type reached struct {
	mu        sync.Mutex
	elsewhere map[*jsparse.Module]bool // modules that something else than an entry of a thread leads to
}

// onlyByThreads reports whether a module may be one that only entries of threads
// lead to, and one does: files that import each other in a circle, and that
// nobody else imports by a path that can be read, have no start at all.
func (r *reached) onlyByThreads(m *jsparse.Module) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	by := map[*jsparse.Module]*jsparse.Module{m: nil} // from which module one was found
	entry := false
	for queue := []*jsparse.Module{m}; len(queue) > 0; queue = queue[1:] {
		x := queue[0]
		if r.elsewhere[x] || isStart(x) && !mayBeEntry(x) {
			for ; x != nil; x = by[x] {
				r.elsewhere[x] = true
			}
			return false
		}
		entry = entry || isStart(x)
		for _, ref := range x.In() {
			entry = entry || ref.From != nil && !isImport(ref.Kind)
			if _, seen := by[ref.From]; !seen && !ref.TypeOnly && ref.From != nil && isImport(ref.Kind) {
				by[ref.From] = x
				queue = append(queue, ref.From)
			}
		}
	}
	return entry
}

func isImport(k jsparse.EdgeKind) bool {
	switch k {
	case jsparse.ImportStatic, jsparse.ImportDynamic, jsparse.Require, jsparse.ImportScripts:
		return true
	}
	return false
}

// isStart reports whether nobody imports a module or starts it as a thread.
func isStart(m *jsparse.Module) bool {
	for _, ref := range m.In() {
		if !ref.TypeOnly && ref.From != nil {
			return false
		}
	}
	return true
}

// mayBeEntry reports whether a module's name or text has anything of what the
// entries of threads have.
func mayBeEntry(m *jsparse.Module) bool {
	if strings.Contains(strings.ToLower(filepath.Base(m.Path)), "worker") {
		return true
	}
	text, err := m.Text()
	if err != nil {
		return true
	}
	for _, word := range []string{"parentPort", "WorkerGlobalScope", "importScripts", "registerProcessor", "self.", "onmessage"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return strings.Contains(text, "addEventListener(") && strings.Contains(text, "message")
}
