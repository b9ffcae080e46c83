// Package arch holds the house's structure: who may import whom.
//
// Data goes one way, from text to findings to evidence to reports; nothing
// calls back up. Each ban below says why it is there.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/asynclint/asynclint/"

// ban forbids packages with the prefix From to import packages with one of the
// prefixes To, except those with one of the prefixes But.
type ban struct {
	From string
	To   []string
	But  []string
	Why  string
	// Deep bans what is imported indirectly, too.
	Deep bool
}

var bans = []ban{
	{From: "jsparse", To: []string{"analyzers", "runtime", "internal", "cmd"}, Why: "the parser knows nothing of rules"},
	{From: "analyzers/jsanalysis", To: []string{"analyzers/js/", "analyzers/passes", "analyzers/golang", "runtime", "internal"}, Why: "the framework knows no rule"},
	{From: "analyzers/passes", To: []string{"analyzers/js/", "analyzers/golang", "runtime", "internal"}, Why: "shared passes answer rules, they do not know them"},
	{From: "analyzers/js/", To: []string{"analyzers/js/", "analyzers/golang", "runtime", "internal"}, Why: "a rule imports no other rule, and neither driver, report, runtime nor config"},
	{From: "analyzers/golang", To: []string{"jsparse", "analyzers/js", "analyzers/passes", "runtime", "internal", "github.com/evanw/esbuild", "github.com/dop251/goja"}, Deep: true,
		Why: "a Go project, gopls, golangci-lint or nogo imports the Go rules without the esbuild bridge in its build"},
	{From: "runtime", To: []string{"analyzers", "internal", "cmd"}, Why: "the runtime runs code; it does not know why somebody asks"},
	{From: "internal/finding", To: []string{"analyzers", "runtime", "internal", "jsparse", "cmd"}, Why: "a leaf"},
	{From: "internal/position", To: []string{"analyzers", "runtime", "internal", "jsparse", "cmd"}, Why: "a leaf"},
	{From: "internal/driver", To: []string{"internal/cli", "internal/lsp", "internal/report", "internal/ruledoc", "cmd"}, Why: "the pipeline serves command, server and tests alike"},
	{From: "internal/report", To: []string{"internal/driver", "internal/cli", "internal/lsp", "runtime", "jsparse", "analyzers"}, Why: "a reporter sees findings only"},
	{From: "internal/suppress", To: []string{"internal/driver", "internal/cli", "internal/lsp", "internal/report", "runtime", "analyzers"}, Why: "works on comments and findings"},
	{From: "internal/config", To: []string{"internal/driver", "internal/cli", "internal/lsp", "internal/report", "runtime", "analyzers", "jsparse"}, Why: "says what the user wants, not what the tool has"},
	{From: "cmd/", To: []string{"analyzers/js", "internal/driver", "internal/report", "internal/lsp", "jsparse"}, Why: "main calls internal/cli"},
	{From: "", To: []string{"github.com/evanw/esbuild/internal", "github.com/evanw/esbuild/asynclintbridge"}, But: []string{"jsparse"}, Why: "jsparse is the only door to esbuild's parser"},
	{From: "", To: []string{"github.com/dop251/goja"}, But: []string{"runtime"}, Why: "snippets run in runtime only"},
}

type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", module+"...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	used := make([]bool, len(bans))
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		for i, b := range bans {
			if !under(name, b.From) || anyUnder(name, b.But) {
				continue
			}
			used[i] = true
			list := p.Imports
			if b.Deep {
				list = p.Deps
			}
			for _, im := range list {
				short, inside := strings.CutPrefix(im, module)
				if !inside && !strings.Contains(im, ".") {
					continue // the standard library has a runtime, too
				}
				if anyUnder(short, b.To) && !own(b, name, short) {
					t.Errorf("%s imports %s: %s", name, short, b.Why)
				}
			}
		}
	}
	for i, b := range bans {
		if !used[i] {
			t.Errorf("no package is called %s: the ban is out of date", b.From)
		}
	}
}

// own reports whether a package imports a part of itself, as a rule's
// subpackage or internal/finding its own kind.
func own(b ban, name, to string) bool {
	if b.From == "" {
		return false
	}
	root := name
	if strings.HasSuffix(b.From, "/") { // a family of rules: the folder below it is one of them
		first, _, _ := strings.Cut(strings.TrimPrefix(name, b.From), "/")
		root = b.From + first
	}
	return under(to, root)
}

func under(name, prefix string) bool {
	return prefix == "" || name == strings.TrimSuffix(prefix, "/") || strings.HasPrefix(name, strings.TrimSuffix(prefix, "/")+"/")
}

func anyUnder(name string, prefixes []string) bool {
	for _, p := range prefixes {
		if under(name, p) {
			return true
		}
	}
	return false
}
