package jsparse

import (
	"fmt"
	"go/token"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

// describe says all that a graph knows of who refers to whom.
func describe(g *Graph) string {
	var b strings.Builder
	for _, m := range g.Modules() {
		fmt.Fprintf(&b, "%s\n", m.Path)
		for _, r := range m.Refs() {
			to := "?"
			if r.To != nil {
				to = r.To.Path
			}
			fmt.Fprintf(&b, "  %d %d-%d %q -> %s %s\n", r.Kind, r.Start, r.End, r.Spec, to, r.External)
		}
		for _, r := range m.In() {
			fmt.Fprintf(&b, "  <- %s %q\n", r.From.Path, r.Spec)
		}
		if d, ok := g.Export(m, "x"); ok {
			fmt.Fprintf(&b, "  x is %s in %s\n", d.Node.Text(), d.File.Path)
		}
	}
	return b.String()
}

func tokens(fset *token.FileSet) (n int) {
	fset.Iterate(func(*token.File) bool { n++; return true })
	return n
}

// A graph that forgets and renews tells what a new one tells.
func TestForgetAndRenew(t *testing.T) {
	root := filepath.Join(t.TempDir(), "p")
	texts := map[string]string{}
	read := func(p string) (string, error) {
		if text, ok := texts[p]; ok {
			return text, nil
		}
		return "", fmt.Errorf("no %s", p)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	name := func(i int) string { return filepath.Join(root, fmt.Sprintf("d%d", i%3), fmt.Sprintf("m%d.ts", i)) }
	text := func() string {
		var b strings.Builder
		for range rng.IntN(5) {
			i := rng.IntN(12)
			spec := fmt.Sprintf("../d%d/m%d", i%3, i)
			switch rng.IntN(4) {
			case 0:
				fmt.Fprintf(&b, "import {x} from %q\n", spec)
			case 1:
				fmt.Fprintf(&b, "export {x} from %q\n", spec)
			case 2:
				fmt.Fprintf(&b, "const y%d = import(%q)\n", rng.IntN(1000), spec)
			case 3:
				fmt.Fprintf(&b, "new Worker(new URL(%q, import.meta.url))\n", spec+".ts")
			}
		}
		if rng.IntN(2) == 0 {
			fmt.Fprintf(&b, "export const x = %d\n", rng.IntN(100))
		}
		return b.String()
	}
	paths := func() (list []string) {
		for p := range texts {
			list = append(list, p)
		}
		return list
	}
	for i := range 8 {
		texts[name(i)] = text()
	}
	fset := token.NewFileSet()
	g := NewGraph(fset, root, paths(), read)
	for step := range 400 {
		if n := rng.IntN(10); n > 0 {
			var changed []string
			for range rng.IntN(3) + 1 {
				p := name(rng.IntN(12))
				if _, ok := texts[p]; ok {
					texts[p] = text()
				}
				changed = append(changed, p)
			}
			g.Forget(changed...)
		} else {
			i := rng.IntN(12)
			if _, ok := texts[name(i)]; ok {
				delete(texts, name(i))
			} else {
				texts[name(i)] = text()
			}
			g = g.Renew(paths())
		}
		fresh := NewGraph(token.NewFileSet(), root, paths(), read)
		if got, want := describe(g), describe(fresh); got != want {
			t.Fatalf("step %d: the kept graph says\n%s\na new one\n%s", step, got, want)
		}
		if n := tokens(fset); n > len(texts) {
			t.Fatalf("step %d: the FileSet holds %d files of %d", step, n, len(texts))
		}
	}
}

// Words that are typed into specifiers do not stay for ever.
func TestForgetForgetsAnswers(t *testing.T) {
	root := t.TempDir()
	p := filepath.Join(root, "a.ts")
	var text string
	g := NewGraph(token.NewFileSet(), root, []string{p}, func(string) (string, error) { return text, nil })
	for i := range 3 * maxForgotten {
		text = fmt.Sprintf("import 'pkg%d'; import './dir%d/x'", i, i)
		g.Forget(p)
		g.Module(p).Refs()
	}
	count := 0
	for range g.bare.Range {
		count++
	}
	for range g.dirs.Range {
		count++
	}
	if count > 10*maxForgotten {
		t.Errorf("%d answers are kept", count)
	}
}
