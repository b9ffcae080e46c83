package domaccess

import (
	"path/filepath"
	"strings"
	"sync"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// threads is the cheap question before the one where a module runs: whether
// anything that imports it, however far up, could be the entry of a thread at
// all. Most modules that touch the document are a page's, and a page's importers
// are looked at once for all of them.
var threads = &jsanalysis.Analyzer{
	Name:    "threads",
	Doc:     "modules that a thread's entry may lead to",
	Project: true,
	Run: func(*jsanalysis.Pass) (any, error) {
		return &reached{never: map[*jsparse.Module]bool{}}, nil
	},
}

type reached struct {
	mu    sync.Mutex
	never map[*jsparse.Module]bool // no entry of a thread leads to these
}

// may reports whether an entry of a thread may lead to the module.
func (r *reached) may(m *jsparse.Module) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[*jsparse.Module]bool{m: true}
	for queue := []*jsparse.Module{m}; len(queue) > 0; queue = queue[1:] {
		x := queue[0]
		if r.never[x] {
			continue
		}
		if mayBeEntry(x) {
			return true
		}
		for _, ref := range x.In() {
			if ref.TypeOnly || ref.From == nil {
				continue
			}
			switch ref.Kind {
			case jsparse.ImportStatic, jsparse.ImportDynamic, jsparse.Require:
			default:
				return true
			}
			if !seen[ref.From] {
				seen[ref.From] = true
				queue = append(queue, ref.From)
			}
		}
	}
	for x := range seen {
		r.never[x] = true
	}
	return false
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
