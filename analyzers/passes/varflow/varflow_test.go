package varflow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/passes/varflow"
	"github.com/asynclint/asynclint/jsparse"
)

func parse(t *testing.T, src string) *jsparse.File {
	t.Helper()
	files, err := jsparse.Parse(nil, "a.ts", src)
	if err != nil {
		t.Fatal(err)
	}
	return files[0]
}

// after returns the reads of v that After finds behind the call of post, each
// as the text of the statement or call around it, up to an assignment to v.
func after(t *testing.T, src string) string {
	f := parse(t, "async function f(a, b) {"+src+"}")
	var seen []string
	for c := range f.Root().Preorder(jsparse.Call) {
		if c.Callee().Name() != "post" {
			continue
		}
		varflow.After(c, func(n jsparse.Cursor) varflow.Step {
			if n.Kind() != jsparse.Ident || n.Name() != "v" {
				return varflow.Go
			}
			p := n.Parent()
			if n.IsDecl() || p.Kind() == jsparse.Assign && n.Edge() == jsparse.EdgeLeft && p.Op() == "=" {
				return varflow.Kill
			}
			if s := p.Text(); !slices.Contains(seen, s) {
				seen = append(seen, s)
			}
			return varflow.Go
		})
		break
	}
	return strings.Join(seen, " ")
}

func TestAfter(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"g1(v); post(v); g2(v)", "g2(v)"},
		{"post(v), g1(v)", "g1(v)"},
		{"h(post(v), g1(v))", "g1(v)"},
		{"if (a) { post(v) } else { g1(v) } g2(v)", "g2(v)"},
		{"if (a) { post(v); return } g2(v)", ""},
		{"if (a) return post(v); g2(v)", ""},
		{"post(v); v = a; g1(v)", ""},
		{"v = post(v); g1(v)", ""},
		{"post(v); if (a) v = b; g1(v)", "g1(v)"},
		{"post(v); if (a) v = b; else v = a; g1(v)", ""},
		{"post(v); if (a) return; g1(v)", "g1(v)"},
		{"for (const x of a) { g1(v); post(v); } g2(v)", "g1(v) post(v) g2(v)"},
		{"for (const x of a) { const v = x; g1(v); post(v); }", ""},
		{"for (const v of a) { g1(v); post(v); }", ""},
		{"for (const x of a) { post(v); break; } g2(v)", "g2(v)"},
		{"for (const x of a) { if (x) { post(v); continue; } g1(v); }", "post(v) g1(v)"},
		{"for (const x of a) { if (x) { post(v); return; } g1(v); } g2(v)", ""},
		{"l: for (const x of a) { for (const y of x) { post(v); break l; } g1(v) } g2(v)", "g2(v)"},
		{"switch (a) { case 1: post(v); break; case 2: g1(v); } g2(v)", "g2(v)"},
		{"switch (a) { case 1: post(v); case 2: g1(v); }", "g1(v)"},
		{"try { post(v); } catch { g1(v) } finally { g2(v) } g3(v)", "g2(v) g3(v)"},
		{"a ? post(v) : g1(v); g2(v)", "g2(v)"},
		{"a && post(v); g2(v)", "g2(v)"},
		{"post(v); const h = () => g1(v);", ""},
		{"while (a) { post(v); v = b; } g1(v)", ""},
		{"do { post(v) } while (g1(v)); g2(v)", "g1(v) post(v) g2(v)"},
		{"post(v); throw g1(v); g2(v)", "g1(v)"},
		{"post(v); a.x = v", "a.x = v"},
	} {
		if got := after(t, c.src); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.src, got, c.want)
		}
	}
}

func TestWrites(t *testing.T) {
	f := parse(t, `a = 1; b.c = 2; d[e] += 3; f++; g.push(h); i.set(j, k); delete l.m; [n, ...o] = p; ({q, r: s} = t); for (u of v) {} w.sort(); x.map(y)`)
	var got []string
	for _, w := range varflow.Writes(f.Root()) {
		got = append(got, w.Root.Text()+":"+[]string{"set", "update", "member", "append", "keyed", "mutate"}[w.Kind])
	}
	want := "a:set b:member d:member f:update g:append i:keyed l:member n:set o:set q:set s:set u:set w:mutate"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestOwn(t *testing.T) {
	f := parse(t, `async function f() { await a; g(async () => { await b; }); class C { async m() { await c; } } await d; }`)
	var got []string
	for fn := range f.Root().Preorder(jsparse.FuncDecl) {
		for a := range varflow.Own(fn, jsparse.Await) {
			got = append(got, a.Operand().Text())
		}
	}
	if strings.Join(got, "") != "ad" {
		t.Errorf("got %v", got)
	}
}
