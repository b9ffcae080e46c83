package driver_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

// lint lays out a txtar archive and runs the pipeline on it.
func lint(t *testing.T, archive string, change func(*driver.Request)) finding.Result {
	t.Helper()
	dir := t.TempDir()
	unpack(t, dir, archive)
	var names []rulename.Rule
	for _, r := range driver.Rules() {
		names = append(names, rulename.Rule{Name: r.Name, Groups: r.Groups})
	}
	req := driver.Request{Dir: dir, Measure: driver.MeasureOff, NoCache: true, Config: config.NewResolver(config.Options{Dir: dir, Names: rulename.NewSet(names)})}
	if change != nil {
		change(&req)
	}
	res, err := driver.Run(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func unpack(t *testing.T, dir, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), string(f.Data))
	}
}

// places lists findings as "path:line rule".
func places(res finding.Result) string {
	var list []string
	for _, f := range res.Findings {
		list = append(list, f.Path+":"+string(rune('0'+f.Range.Start.Line))+" "+f.Rule)
	}
	return strings.Join(list, ", ")
}

const leak = `export function once(data: ArrayBuffer) {
  const worker = new Worker(new URL("./w.ts", import.meta.url));
  worker.onmessage = () => console.log("done");
  worker.onerror = console.error;
  worker.postMessage(data, [data]);
}
`

const leakProject = `
-- package.json --
{"name": "x"}
-- a.ts --
` + leak + `
-- w.ts --
self.onmessage = () => self.postMessage(1);
`

func TestFindingsOfBothLanguages(t *testing.T) {
	res := lint(t, leakProject+`
-- go.mod --
module example.com/x

go 1.25
-- g.go --
package x

func First(f func() int, stop chan bool) int {
	ch := make(chan int)
	go func() { ch <- f() }()
	select {
	case v := <-ch:
		return v
	case <-stop:
		return 0
	}
}
`, func(r *driver.Request) { r.Rules = []string{"workerleak", "abandonedsend"} })
	if got := places(res); got != "a.ts:2 workerleak, g.go:5 abandonedsend" {
		t.Errorf("findings: %s; errors: %v", got, res.Errors)
	}
	if res.Summary.Files != 3 || res.Summary.Warnings != 2 {
		t.Errorf("summary: %+v", res.Summary)
	}
}

func TestSuppressions(t *testing.T) {
	suppressed := strings.Replace(leakProject, "  const worker", "  // asynclint-ignore workers -- ends with the page\n  const worker", 1)
	res := lint(t, suppressed, func(r *driver.Request) { r.Rules = []string{"workerleak"} })
	if got := places(res); got != "" || res.Summary.Suppressed != 1 {
		t.Errorf("findings: %s; %d suppressed", got, res.Summary.Suppressed)
	}
	unused := strings.Replace(leakProject, "export function", "// asynclint-ignore busywait -- never needed\nexport function", 1)
	res = lint(t, unused, nil)
	if got := places(res); !strings.Contains(got, "a.ts:1 suppression") {
		t.Errorf("an unused suppression is not reported: %s", got)
	}
}

func TestLevels(t *testing.T) {
	for cfg, want := range map[string]finding.Severity{
		`{"rules": {"workerleak": "error"}}`: finding.Error,
		`{"rules": {"workers": "info"}}`:     finding.Info,
		`{"rules": {"workerleak": "off"}}`:   finding.Off,
	} {
		res := lint(t, leakProject+"-- asynclint.json --\n"+cfg+"\n", func(r *driver.Request) { r.Skip = []string{"workerpertask"} })
		got := finding.Off
		for _, f := range res.Findings {
			if f.Rule == "workerleak" {
				got = f.Severity
			}
		}
		if got != want {
			t.Errorf("%s: %v", cfg, got)
		}
	}
}

// A file that cannot be parsed is an error that names file and place, and the
// rest of the run goes on.
func TestBrokenFileIsNoEnd(t *testing.T) {
	res := lint(t, leakProject+"-- broken.ts --\nasync function f( { new Worker(1)\n", func(r *driver.Request) { r.Rules = []string{"workerleak"} })
	if got := places(res); got != "a.ts:2 workerleak" {
		t.Errorf("findings: %s", got)
	}
	if len(res.Errors) != 1 || res.Errors[0].Path != "broken.ts" || res.Errors[0].Line == 0 {
		t.Errorf("errors: %v", res.Errors)
	}
}

// Where a module runs does not depend on how much of the project is linted.
func TestOneFileKnowsTheProject(t *testing.T) {
	project := `
-- package.json --
{"name": "x"}
-- main.ts --
export const w = new Worker(new URL("./heavy.ts", import.meta.url));
-- heavy.ts --
import { crunch } from "./crunch";
self.onmessage = (e) => self.postMessage(crunch(e.data));
-- crunch.ts --
export function crunch(rows: number[]) { alert("no such thing here"); document.title = String(rows.length); }
`
	for _, patterns := range [][]string{{"."}, {"crunch.ts"}} {
		res := lint(t, project, func(r *driver.Request) { r.Rules, r.Patterns = []string{"domaccess"}, patterns })
		if got := places(res); !strings.HasPrefix(got, "crunch.ts:1 domaccess") {
			t.Errorf("linting %v: %s", patterns, got)
		}
	}
}

func TestOverlay(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "package.json"), "{}")
	write(t, filepath.Join(dir, "a.ts"), "")
	path := filepath.Join(dir, "a.ts")
	res, err := driver.Run(context.Background(), driver.Request{
		Dir: dir, Rules: []string{"workerleak"}, Measure: driver.MeasureOff, NoCache: true,
		Overlay: map[string][]byte{path: []byte(leak)}, Only: map[string]bool{path: true},
	})
	if err != nil || places(res) != "a.ts:2 workerleak" {
		t.Errorf("%s, %v", places(res), err)
	}
}

func TestUnknownRule(t *testing.T) {
	_, err := driver.Run(context.Background(), driver.Request{Dir: t.TempDir(), Rules: []string{"workerleek"}})
	if err == nil || !strings.Contains(err.Error(), `did you mean "workerleak"`) {
		t.Errorf("error: %v", err)
	}
}
