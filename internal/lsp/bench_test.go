package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// made writes a workspace of n modules that import each other, and one of about
// 2,000 lines that imports many of them, and returns that one's path.
func made(b *testing.B, dir string, n int) string {
	b.Helper()
	put := func(name, text string) string {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		return path
	}
	put("package.json", `{"name": "made", "type": "module"}`)
	put("tsconfig.json", `{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}`)
	module := func(i int) string { return fmt.Sprintf("part%d/module%d", i%40, i) }
	for i := range n - 1 {
		var t strings.Builder
		for _, j := range []int{i / 2, i * 7 % n, i * 13 % n} {
			if j != i && j < n-1 {
				fmt.Fprintf(&t, "import { rank%d, load%d } from \"../%s\";\n", j, j, module(j))
			}
		}
		fmt.Fprintf(&t, `
export interface Row%[1]d { id: number; name: string; score: number; tags: string[] }

/** How many rows score higher, for each row. */
export function rank%[1]d(rows: Row%[1]d[]): number[] {
  return rows.map((a) => rows.filter((b) => b.score > a.score).length);
}

export async function load%[1]d(url: string): Promise<Row%[1]d[]> {
  const answer = await fetch(url + "?part=%[1]d");
  if (!answer.ok) throw new Error(answer.statusText);
  const rows: Row%[1]d[] = await answer.json();
  return rows.filter((row) => row.tags.length > 0);
}
`, i)
		put("src/"+module(i)+".ts", t.String())
	}
	var t strings.Builder
	for i := range 150 {
		fmt.Fprintf(&t, "import { rank%d, load%d } from \"@/%s\";\n", i*17, i*17, module(i*17))
	}
	for i := range 150 {
		fmt.Fprintf(&t, `
/** Shows page %[1]d of the list. */
export async function page%[1]d(url: string, limit: number) {
  const shown: string[] = [];
  const rows = await load%[2]d(url);
  for (const row of rows.slice(0, limit)) {
    shown.push(row.name.toUpperCase() + " #" + row.id);
  }
  if (shown.length === 0) {
    return { title: "nothing", shown, ranks: rank%[2]d(rows.slice(0, 10)) };
  }
  return { title: "page %[1]d", shown, ranks: [] };
}
`, i, i*17)
	}
	return put("src/app.ts", t.String())
}

// BenchmarkKeystroke is the time from a didChange to the diagnostics of the new
// text, over the wire, in a file of 2,000 lines in a workspace of 3,000 files,
// after the first analysis.
func BenchmarkKeystroke(b *testing.B) {
	dir, err := filepath.EvalSymlinks(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	path := made(b, dir, 3000)
	e := newEditor(b, dir)
	e.paths()
	if lines := strings.Count(e.disk[path], "\n"); lines < 2000 {
		b.Fatalf("the file has %d lines only", lines)
	}
	e.keystrokes(b, path, strings.Index(e.disk[path], "page75(url"))
}

// BenchmarkKeystrokeInFile is the same in -edit-file of -edit-project, at the end
// of the middle word.
func BenchmarkKeystrokeInFile(b *testing.B) {
	e := newEditor(b, copyProject(b, *editProject))
	e.paths()
	path := filepath.Join(e.dir, filepath.FromSlash(*editFile))
	words := word.FindAllStringIndex(e.disk[path], -1)
	if len(words) == 0 {
		b.Fatalf("no word in %s", path)
	}
	e.keystrokes(b, path, words[len(words)/2][1])
}

// keystrokes types a letter and takes it away again, over and over.
func (e *editor) keystrokes(b *testing.B, path string, at int) {
	e.open(path)
	e.pulled(path) // reads the workspace
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if i%2 == 0 {
			e.replace(path, at, at, "x")
		} else {
			e.replace(path, at, at+1, "")
		}
		e.pulled(path)
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	// On a machine that does other things, too, the fast ones tell the work.
	b.ReportMetric(times[len(times)/2].Seconds()*1000, "median-ms")
	b.ReportMetric(times[len(times)/10].Seconds()*1000, "p10-ms")
}
