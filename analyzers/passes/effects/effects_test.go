package effects_test

import (
	"context"
	"go/token"
	"io/fs"
	"strings"
	"testing"

	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/analyzers/passes/effects"
	"github.com/asynclint/asynclint/jsparse"
)

func TestByName(t *testing.T) {
	for name, want := range map[string]effects.Class{
		"loadItemById": effects.Read, "getOrCreate": effects.Write, "findAndUpdate": effects.Write, "fetch": effects.Read,
		"saveAll": effects.Write, "next": effects.Order, "click": effects.Order, "sleep": effects.Pace, "join": effects.Read,
		"joinRoom": effects.Write, "frobnicate": effects.Unknown, "": effects.Unknown, "toJSON": effects.Read, "parse_x509": effects.Read,
	} {
		if got := effects.ByName(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"loadItemById": "load item by id", "XMLHttpRequest": "xml http request", "read_file": "read file", "$get": "get", "#collectAll": "collect all", "a": "a", "": "",
	} {
		if got := strings.Join(effects.Words(name), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestCall asks for the calls named c in a text.
func TestCall(t *testing.T) {
	const src = `
import fs from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
const state = { n: 0 }, cache = new Map();
async function pure(x) { const list = []; list.push(x); return list.map((y) => y + 1); }
async function posts(x) { return fetch("/x", { method: "POST", body: x }); }
async function getPosted(x) { return posts(x); }
async function paced(x) { await new Promise((r) => setTimeout(r, 10)); return x; }
async function getWithTimeout(x) { const t = setTimeout(stop, 10); return fetch(x); }
async function memo(x) { cache.set(x, 1); return x; }
async function getMemo(x) { cache.set(x, 1); return x; }
async function counts(x) { state.n++; return x; }
async function circle(n) { return n ? circle(n - 1) : fetch("/x"); }
/* read certain */ fs.readFile("x");
/* own certain */ fs.unlink("x");
/* write certain */ fs.appendFile("x", "y");
/* read certain */ fetch("/x");
/* read certain */ fetch("/x", { method: "GET" });
/* write certain */ fetch("/x", { method: "PUT" });
/* unknown */ fetch("/x", options);
/* pace certain */ wait(10);
/* combine certain */ Promise.all([]);
/* log certain */ console.log("x");
/* read certain */ pure(1);
/* write certain */ posts(1);
/* write certain */ getPosted(1);
/* pace certain */ paced(1);
/* read */ getWithTimeout(1);
/* unknown */ memo(1);
/* read */ getMemo(1);
/* unknown */ counts(1);
/* read certain */ circle(3);
/* read */ other.getThing(1);
/* write */ other.saveThing(1);
/* unknown */ other.thing(1);
`
	names := []string{"unknown", "read", "own", "log", "combine", "pace", "order", "write"}
	g := jsparse.NewGraph(token.NewFileSet(), "/p", []string{"/p/a.js"}, func(p string) (string, error) {
		if p == "/p/a.js" {
			return src, nil
		}
		return "", fs.ErrNotExist
	})
	asked := 0
	rule := &jsanalysis.Analyzer{Name: "ask", Requires: []*jsanalysis.Analyzer{effects.Analyzer}, Run: func(p *jsanalysis.Pass) (any, error) {
		for s := range p.File.Root().Children() {
			before := p.File.Slice(0, s.Start())
			line := before[strings.LastIndexByte(before, '\n')+1:]
			if s.Kind() != jsparse.ExprStmt || !strings.HasPrefix(line, "/*") {
				continue
			}
			asked++
			a := effects.Of(p).Call(s.Operand())
			got := names[a.Class]
			if a.Certain {
				got += " certain"
			}
			if want := strings.TrimSpace(strings.Trim(line, "/* ")); got != want {
				t.Errorf("%s: %s, want %s", s.Text(), got, want)
			}
		}
		return nil, nil
	}}
	_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{Graph: g, Analyzers: []*jsanalysis.Analyzer{rule}, Modules: g.Modules(), Workers: 1})
	if err != nil || len(failures) > 0 || asked != strings.Count(src, "\n/*") {
		t.Fatal(err, failures, asked)
	}
}
