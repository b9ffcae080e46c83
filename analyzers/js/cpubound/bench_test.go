package cpubound_test

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"testing"

	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
	"github.com/asynclint/asynclint/jsparse"
)

// project writes a server of n files in memory: each has a route handler, a helper
// with loops that the next files call, and start-up code, so that the cost of a
// handler depends on a chain of files.
func project(n int) (paths []string, read func(string) (string, error), size int) {
	files := map[string]string{}
	for i := range n {
		next := (i + 1) % n
		if i%8 == 7 {
			next = i - 7 // a circle of eight
		}
		text := fmt.Sprintf(`import { helper%[2]d } from "./m%[2]d";
import fs from "node:fs";

const limits = { rows: 100, depth: 3, name: "m%[1]d" };

export function helper%[1]d(records: { id: string; tags: string[] }[], depth: number): number {
  let hits = 0;
  for (const r of records) {
    for (const t of r.tags) if (t.startsWith(limits.name)) hits++;
    if (records.some((o) => o.id === r.id && o !== r)) hits--;
  }
  return depth > limits.depth ? hits : hits + helper%[2]d(records.slice(0, limits.rows), depth + 1);
}

export class Store%[1]d {
  private rows = new Map<string, { id: string; tags: string[] }>();
  load(path: string) { for (const r of JSON.parse(fs.readFileSync(path, "utf8"))) this.rows.set(r.id, r); }
  async list(filter: (tag: string) => boolean) { return [...this.rows.values()].filter((r) => r.tags.some(filter)); }
}

export async function handler%[1]d(req: any, res: any) {
  const store = new Store%[1]d();
  const records = await store.list((t) => t === req.query.tag);
  res.send(String(helper%[1]d(records, 0)));
}
`, i, next)
		path := fmt.Sprintf("/p/src/m%d.ts", i)
		files[path] = text
		paths = append(paths, path)
		size += len(text)
	}
	return paths, func(p string) (string, error) {
		if s, ok := files[p]; ok {
			return s, nil
		}
		return "", errors.New("no such file: " + p)
	}, size
}

// BenchmarkProject compares the analysis of 3,000 files, with facts across files,
// with parsing alone. The first should take less than twice the second.
func BenchmarkProject(b *testing.B) {
	paths, read, size := project(3000)
	graph := func() *jsparse.Graph { return jsparse.NewGraph(token.NewFileSet(), "/p", paths, read) }
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, m := range graph().Modules() {
				if _, err := m.Files(); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("analyse", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			g := graph()
			_, failures, err := jsanalysis.Run(context.Background(), jsanalysis.Job{
				Graph: g, Analyzers: []*jsanalysis.Analyzer{cpubound.Analyzer}, Modules: g.Modules(), Workers: 1,
			})
			if err != nil || len(failures) > 0 {
				b.Fatal(err, failures)
			}
		}
	})
}
