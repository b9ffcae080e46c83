package driver_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
)

// spin is code with one finding, of a rule that asks little.
const spin = "export function wait(end) { while (Date.now() < end) {} }\n"

// in runs the pipeline in a folder, without a cache unless one is named.
func in(t *testing.T, dir, cache string, patterns ...string) finding.Result {
	t.Helper()
	t.Setenv("ASYNCLINT_CACHE_DIR", cache)
	res, err := driver.Run(context.Background(), driver.Request{Dir: dir, Patterns: patterns, Measure: driver.MeasureOff, NoCache: cache == ""})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func said(res finding.Result) string {
	var list []string
	for _, e := range res.Errors {
		list = append(list, e.Error())
	}
	return strings.Join(list, "\n")
}

// TestHostileFiles puts files that nobody would write beside one that has a
// finding: the finding is there, the file has one line, and the run ends.
func TestHostileFiles(t *testing.T) {
	for name, c := range map[string]struct {
		make func(path string) error
		says string // about bad.js; "" if nothing is wrong with it
	}{
		"one GiB":                 {func(p string) error { return sparse(p, 1<<30) }, "1024 MiB, more than the 16 MiB that are read"},
		"brackets on one line":    {text("async " + strings.Repeat("[", 100_000)), ""}, // taken for what a tool made
		"10 MB on one line":       {text("let a = [" + strings.Repeat("[1,2,3],", 10_000_000/8) + "];await 0"), ""},
		"100,000 nested brackets": {text("for (;;) await " + strings.Repeat("[\n", 100_000)), "nested too deep"},
		"brackets of all kinds":   {text("for (;;) await " + strings.Repeat("([{a:\n", 100_000/3)), "nested too deep"},
		"bytes that are no text":  {text("for (;;) await '\xff\xfe'"), "not valid UTF-8"},
		"UTF-16":                  {text("\xff\xfea\x00w\x00a\x00i\x00t\x00 \x00a\x00s\x00y\x00n\x00c\x00 for (;;) await"), "NUL bytes"},
		"a folder":                {func(p string) error { return os.Mkdir(p, 0o755) }, ""},
		"a link to nothing":       {func(p string) error { return os.Symlink("nowhere.js", p) }, ""},
		"a link to itself":        {func(p string) error { return os.Symlink("bad.js", p) }, ""},
		"empty":                   {text(""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "good.js"), spin)
			if err := c.make(filepath.Join(dir, "bad.js")); err != nil {
				t.Fatal(err)
			}
			res := in(t, dir, "")
			if got := places(res); got != "good.js:1 busywait" {
				t.Errorf("findings: %s", got)
			}
			if got := said(res); (c.says == "") != (got == "") || !strings.Contains(got, c.says) || len(res.Errors) > 1 {
				t.Errorf("errors: %s", got)
			}
		})
	}
}

func text(s string) func(string) error {
	return func(path string) error { return os.WriteFile(path, []byte(s), 0o644) }
}

func sparse(path string, size int64) error {
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		return err
	}
	return os.Truncate(path, size)
}

func TestStrangeNames(t *testing.T) {
	dir := t.TempDir()
	names := []string{"a\nb.js", "tab\t.js", "quo\"te.js", "-flag.js", "ünï.js", "no utf-8 \xff.js", "%41.js", "*.js", "#.js"}
	if runtime.GOOS != "linux" { // elsewhere the system has its own idea of a name
		names = []string{"-flag.js", "%41.js", "#.js"}
	}
	for _, n := range names {
		write(t, filepath.Join(dir, n), spin)
	}
	cache := t.TempDir()
	for range 2 { // the second time from the cache, or not
		seen := map[string]bool{}
		for _, f := range in(t, dir, cache).Findings {
			seen[f.Path] = true
		}
		for _, n := range names {
			if !seen[n] {
				t.Errorf("no finding in %q", n)
			}
		}
	}
}

// Positions count the bytes of the file as it is.
func TestLineEndsAndMarks(t *testing.T) {
	for name, text := range map[string]string{
		"CRLF":       "// a\r\n\r\n" + spin,
		"BOM":        "\uFEFF// a\n\n" + spin,
		"CR":         "// a\r\r" + spin,
		"CRLF mixed": "\uFEFF/* a\r\n*/\n" + spin,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a.js"), text)
		res := in(t, dir, "")
		if len(res.Findings) != 1 {
			t.Errorf("%s: %d findings, errors: %s", name, len(res.Findings), said(res))
			continue
		}
		at := res.Findings[0].Range
		if got := text[at.Start.Offset:at.End.Offset]; !strings.HasPrefix(got, "while") || !strings.HasSuffix(got, "{}") {
			t.Errorf("%s: range of %q", name, got)
		}
	}
}

func TestManyFindings(t *testing.T) {
	dir := t.TempDir()
	for i := range 100 {
		write(t, filepath.Join(dir, fmt.Sprintf("f%03d.js", i)), strings.Repeat(spin, 1000))
	}
	if n := len(in(t, dir, "").Findings); n != 100_000 {
		t.Errorf("%d findings", n)
	}
}

// A file that is written all the time is read as one of its states or is an
// error, and no state of it is kept for the next run.
func TestFileChangesWhileRead(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, "a.js")
	write(t, path, spin)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				_ = os.WriteFile(path, []byte(strings.Repeat(spin, n%50)), 0o644)
			}
		}
	})
	for range 30 {
		in(t, dir, cache)
	}
	close(stop)
	wg.Wait()
	write(t, path, spin+spin)
	if n := len(in(t, dir, cache).Findings); n != 2 {
		t.Errorf("%d findings of a state that is over", n)
	}
}

// project has findings, hints of structure, a suppression, a broken file.
const cachedProject = leakProject + `
-- b.ts --
import { once } from "./a";
// asynclint-ignore busywait -- a test
export function wait(end) { while (Date.now() < end) {} }
-- broken.js --
async function (
-- asynclint.json --
{"rules": {"workererror": "off"}}
-- .gitignore --
out/
-- out/c.js --
` + spin

// TestCacheChangesNothing holds what comes from the cache against a run without,
// after each of the changes that may matter.
func TestCacheChangesNothing(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	unpack(t, dir, cachedProject)
	change := func(name, text string) func() {
		return func() { write(t, filepath.Join(dir, name), text) }
	}
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"nothing", func() {}},
		{"a text", change("b.ts", spin)},
		{"a text of the same size", change("b.ts", strings.Replace(spin, "{}", "//", 1))},
		{"a new file", change("new/d.js", spin)},
		{"another config", change("asynclint.json", `{"rules": {"busywait": "off"}}`)},
		{"a config further down", change("new/asynclint.json", `{"rules": {"busywait": "info"}}`)},
		{"other ignored files", change(".gitignore", "new/\n")},
		{"another package.json", change("package.json", `{"name": "y", "bin": "b.ts"}`)},
		{"a new tsconfig.json", change("tsconfig.json", `{"compilerOptions": {"baseUrl": "."}}`)},
		{"a file gone", func() { _ = os.Remove(filepath.Join(dir, "w.ts")) }},
		{"a corrupt cache", func() {
			list, _ := filepath.Glob(filepath.Join(cache, "*"))
			for _, p := range list {
				_ = os.WriteFile(p, []byte("no entry"), 0o644)
			}
		}},
	} {
		step.do()
		want := in(t, dir, "")
		for k := range 3 {
			got := in(t, dir, cache)
			got.Summary.DurationMS, want.Summary.DurationMS = 0, 0
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("after %s, run %d:\n%+v\nwant\n%+v", step.name, k, got, want)
			}
		}
	}
}

func TestTwoRunsAtOnceOnOneCache(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	unpack(t, dir, cachedProject)
	want := places(in(t, dir, ""))
	t.Setenv("ASYNCLINT_CACHE_DIR", cache)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				res, err := driver.Run(context.Background(), driver.Request{Dir: dir, Measure: driver.MeasureOff})
				if got := places(res); err != nil || got != want {
					t.Errorf("%s, %v; want %s", got, err, want)
				}
			}
		})
	}
	wg.Wait()
}

// A cache that nobody can write costs nothing but time.
func TestNoRoomForTheCache(t *testing.T) {
	dir := t.TempDir()
	unpack(t, dir, cachedProject)
	want := places(in(t, dir, ""))
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	for _, cache := range []string{file, filepath.Join(file, "below"), "/dev/full"} {
		if res := in(t, dir, cache); places(res) != want {
			t.Errorf("%s: %s", cache, places(res))
		}
	}
}

func TestCircleOfLinks(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "good.js"), spin)
	for _, link := range []string{"a/up", "a/self"} {
		if err := os.Symlink("..", filepath.Join(dir, link)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	if got := places(in(t, dir, "", ".", "a/up", "a/self")); got != "a/good.js:1 busywait" {
		t.Error(got)
	}
}

// TestManyNames names one file by itself, by links to it, and through links to
// its folder.
func TestManyNames(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "good.js"), spin)
	for name, target := range map[string]string{"a/also.js": "good.js", "b": "a", "c.js": "b/also.js"} {
		if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	for want, patterns := range map[string][]string{
		"a/good.js:1 busywait": {"a/also.js", "a/good.js", "a", "b", "b/good.js", "c.js"},
		"a/also.js:1 busywait": {"a/also.js", "c.js"},
		"b/good.js:1 busywait": {"b"},
		"c.js:1 busywait":      {"c.js"},
	} {
		if got := places(in(t, dir, "", patterns...)); got != want {
			t.Errorf("%s: %s, want %s", patterns, got, want)
		}
	}
	if got := places(in(t, dir, "", "*/*.js")); got != "a/good.js:1 busywait" {
		t.Errorf("a glob: %s", got)
	}
}

// TestTruncated cuts real code at random places: that is what an editor shows
// the linter all day.
func TestTruncated(t *testing.T) {
	dir := t.TempDir()
	unpack(t, dir, cachedProject)
	source, err := os.ReadFile("../../testdata/tour/web/src/filter.ts")
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < len(source); cut += 1 + len(source)/97 {
		write(t, filepath.Join(dir, fmt.Sprintf("cut%05d.ts", cut)), string(bytes.TrimRight(source[:cut], " ")))
	}
	for _, e := range in(t, dir, "").Errors {
		if e.Rule != "" || strings.Contains(e.Message, "failed") {
			t.Error(e.Error())
		}
	}
}
