package callers_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/jsanalysistest"
	"github.com/asynclint/asynclint/analyzers/passes/callers"
	"github.com/asynclint/asynclint/jsparse"
)

func TestOf(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"hash.js": `function verify(a) { return other(a) }
function other(a) { return a }
function mail() {}
module.exports = { check: verify, mail }`,
		"barrel.ts":  `export { check } from "./hash.js"`,
		"login.ts":   `import { check as same } from "./barrel"; export function login() { return same("x") }`,
		"cjs.js":     `const hash = require("./hash"); exports.f = () => hash.check("y"); queue.run(hash.mail)`,
		"foreign.ts": `function check() {} function f() { check() }`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g := jsanalysistest.Load(t, dir)
	got := map[string][]string{}
	passed := map[string]bool{}
	rule := &jsanalysis.Analyzer{Name: "ask", Requires: []*jsanalysis.Analyzer{callers.Analyzer}, Run: func(p *jsanalysis.Pass) (any, error) {
		for fn := range p.File.Root().Preorder(jsparse.FuncDecl) {
			for _, c := range callers.Of(p).Of(fn) {
				got[fn.Name()] = append(got[fn.Name()], filepath.Base(c.File().Path)+" "+c.Text())
			}
			slices.Sort(got[fn.Name()])
			passed[fn.Name()] = callers.Of(p).Passed(fn)
		}
		return nil, nil
	}}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
		Graph: g, Analyzers: []*jsanalysis.Analyzer{rule}, Modules: []*jsparse.Module{g.Module(filepath.Join(g.Root(), "hash.js"))}, Workers: 1,
	})
	if err != nil || len(failures) > 0 {
		t.Fatal(err, failures)
	}
	for name, want := range map[string][]string{
		"verify": {`cjs.js hash.check("y")`, `login.ts same("x")`},
		"other":  {`hash.js other(a)`},
		"mail":   nil,
	} {
		if !slices.Equal(got[name], want) {
			t.Errorf("%s is called by %q, want %q", name, got[name], want)
		}
	}
	if passed["verify"] || !passed["mail"] {
		t.Errorf("passed on as a value: %v", passed)
	}
}
