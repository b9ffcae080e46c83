package lsp

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/jsparse"
)

// A walk through a large file of a real project is
//
//	go test ./internal/lsp -run EditsOfOneFile -v -edits 10000 -timeout 0 -edit-project DIR -edit-file FILE
//
// It says how many answers were compared, how many of the texts were programs,
// and what memory was in use before and after. Where a new run over the whole
// project takes long, -edit-sample 100 compares one answer of a hundred.
var (
	editFile   = flag.String("edit-file", "web/src/thumbnails.ts", "the file of edit-project that TestEditsOfOneFile edits")
	editSample = flag.Int("edit-sample", 1, "TestEditsOfOneFile compares one answer of so many")
)

// Somebody works for a long time on one file, and now and then on one that it
// imports or that imports it: after each edit the server says of it what a new
// run over the whole project says, and at the end it holds no more than it did
// after the first tenth.
func TestEditsOfOneFile(t *testing.T) {
	e := newEditor(t, copyProject(t, *editProject))
	all := e.paths()
	path := filepath.Join(e.dir, filepath.FromSlash(*editFile))
	if _, ok := e.disk[path]; !ok {
		t.Fatalf("no file %s to edit", path)
	}
	near := e.neighbours(path, all)
	a := &author{editor: e, rng: rand.New(rand.NewPCG(*editSeed, 5)), path: path, words: word.FindAllString(e.disk[path], -1)}
	e.open(path)

	tidy := func() (heap uint64, goroutines int) {
		for p := range e.texts {
			if p != path {
				e.close(p)
			}
		}
		e.replace(path, 0, len(e.texts[path]), e.disk[path])
		e.pulled(path)
		a.undo = nil
		return memory()
	}
	started := time.Now()
	var before, middle, after uint64
	var compared, programs, findings int
	seen := map[string]bool{}
	for i := range *editCount {
		if i == *editCount/10 {
			before, _ = tidy()
		}
		if i == *editCount/2 {
			middle, _ = tidy()
		}
		if len(near) > 0 && a.rng.IntN(20) == 0 {
			a.visit(near[a.rng.IntN(len(near))])
		} else {
			a.edit()
		}
		got := e.pulled(path)
		if i%*editSample == 0 {
			if want := e.fresh(path); got != want {
				t.Fatalf("edit %d of seed %d: the server says\n%s\na new run\n%s\nof the text\n%s", i, *editSeed, got, want, e.texts[path])
			}
			compared++
		}
		if _, err := jsparse.Parse(nil, path, e.texts[path]); err == nil {
			a.broken = false
			programs++
		} else {
			a.broken = true
		}
		if got != "" {
			findings++
		}
		seen[got] = true
		if (i+1)%500 == 0 {
			t.Logf("%d edits, %s: %d answers compared, no difference; %d texts were programs, %d had findings, %d different answers", i+1, time.Since(started).Round(time.Second), compared, programs, findings, len(seen))
		}
	}
	after, _ = tidy()
	t.Logf("%d kB after a tenth, %d kB after half, %d kB at the end; %d neighbours of %d files", before>>10, middle>>10, after>>10, len(near), len(all))
	if programs < *editCount/3 {
		t.Errorf("%d programs among %d texts say little", programs, *editCount)
	}
	// A hundredth of a byte per edit and byte of the file would be seen.
	if allowed := uint64(1<<20 + *editCount*len(e.disk[path])/100); after > before+allowed {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
}

// neighbours are the files that a file seems to import or be imported by: by
// name, which is enough to choose what to edit.
func (e *editor) neighbours(path string, all []string) (near []string) {
	name := func(p string) string {
		p = filepath.Base(p)
		return "/" + strings.TrimSuffix(p, filepath.Ext(p))
	}
	names := func(text, of string) bool {
		return strings.Contains(text, of+`"`) || strings.Contains(text, of+"'") || strings.Contains(text, of+".")
	}
	for _, p := range all {
		if p != path && (names(e.disk[path], name(p)) || names(e.disk[p], name(path))) {
			near = append(near, p)
		}
	}
	return near
}

// author edits a text as somebody does who works on it: most edits leave a
// program, and one that does not is soon mended.
type author struct {
	*editor
	rng    *rand.Rand
	path   string
	words  []string // of the file
	undo   []string // earlier texts, the last one last
	broken bool     // the text is no program
}

var (
	word      = regexp.MustCompile(`[A-Za-z_$][\w$]*`)
	statement = regexp.MustCompile(`(?m)^.*[;{}]\n`)
)

// statements are lines that people add.
var statements = []string{
	"await load(records);\n", "for (const a of records) { await send(a); }\n", "const w = new Worker(new URL('./w.js', import.meta.url));\n",
	"const text = require('fs').readFileSync(name, 'utf8');\n", "records.forEach((a) => records.filter((b) => b.x > a.x));\n",
	"while (!ready) {}\n", "await Promise.all([await a(), await b()]);\n", "JSON.parse(JSON.stringify(records));\n",
	"// asynclint-ignore blocking -- known\n", "if (!records) return;\n", "const list = await Promise.all(records.map(async (r) => load(r)));\n",
	"function again(n) { return n < 2 ? n : again(n - 1) + again(n - 2); }\n", "Atomics.wait(view, 0, 0);\n", "import { report } from './report.js';\n",
	"setTimeout(() => crypto.pbkdf2Sync(key, salt, 1e6, 64, 'sha512'), 0);\n", "\n", "export default function () {}\n",
}

// edit makes one edit of the file.
func (a *author) edit() {
	text := a.texts[a.path]
	if n := len(a.undo); n > 0 && (a.broken && a.rng.IntN(4) > 0 || a.rng.IntN(8) == 0) {
		a.replace(a.path, 0, len(text), a.undo[n-1])
		a.undo = a.undo[:n-1]
		return
	}
	if len(a.undo) == 40 {
		a.undo = a.undo[20:]
	}
	a.undo = append(a.undo, text)
	pick := func(re *regexp.Regexp) (int, int) { // a match behind a random place
		at := boundary(a.rng, text)
		if loc := re.FindStringIndex(text[at:]); loc != nil {
			return at + loc[0], at + loc[1]
		}
		return len(text), len(text)
	}
	switch n := a.rng.IntN(20); {
	case n < 5: // another name
		from, to := pick(word)
		a.replace(a.path, from, to, a.words[a.rng.IntN(len(a.words))])
	case n < 8: // async and await come and go
		from, to := pick(word)
		if is := text[from:to]; is == "async" || is == "await" {
			a.replace(a.path, from, to, "")
		} else {
			a.replace(a.path, from, from, []string{"async ", "await "}[a.rng.IntN(2)])
		}
	case n < 12: // a new line
		_, at := pick(statement)
		a.replace(a.path, at, at, statements[a.rng.IntN(len(statements))])
	case n < 14: // a line again
		from, to := pick(statement)
		_, at := pick(statement)
		a.replace(a.path, at, at, text[from:to])
	case n < 16: // a line less
		from, to := pick(statement)
		a.replace(a.path, from, to, "")
	case n < 17:
		a.replace(a.path, 0, len(text), a.disk[a.path])
		a.undo = nil
	default: // anything
		a.scribble(a.rng, a.path)
	}
}

// visit edits, saves or closes another file.
func (a *author) visit(path string) {
	if _, ok := a.texts[path]; !ok {
		a.open(path)
	}
	switch a.rng.IntN(4) {
	case 0:
		a.close(path)
	case 1:
		if err := os.WriteFile(path, []byte(a.texts[path]), 0o644); err != nil {
			a.t.Fatal(err)
		}
		a.notify("textDocument/didSave", documentParams{TextDocument: textDocument{URI: uriOf(path)}})
	default:
		other := author{editor: a.editor, rng: a.rng, path: path, words: a.words}
		other.edit()
	}
}
