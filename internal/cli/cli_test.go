package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/ruledoc"
)

// fake is a command whose pipeline is the test's.
type fake struct {
	app
	out, err bytes.Buffer
	requests []driver.Request
	results  []finding.Result // one for each run; the last one stays
	fail     error
}

func newFake(t *testing.T, results ...finding.Result) *fake {
	t.Helper()
	f := &fake{results: results}
	f.app = app{
		ctx: context.Background(),
		Streams: Streams{In: strings.NewReader(""), Out: &f.out, Err: &f.err, Dir: t.TempDir(),
			Getenv: func(string) string { return "" }, Now: time.Now},
		rules: func() []driver.RuleInfo {
			return []driver.RuleInfo{
				{Name: "cpubound", Languages: []string{"js", "go"}, Groups: []string{"blocking"}, Level: "measured", Fix: "no", Summary: "reports work"},
				{Name: "corecount", Languages: []string{"js"}, Groups: []string{"pools"}, Level: "warning", Fix: "safe", Summary: "reports counts"},
			}
		},
		run: func(_ context.Context, req driver.Request) (finding.Result, error) {
			f.requests = append(f.requests, req)
			if f.fail != nil {
				return finding.Result{}, f.fail
			}
			if len(f.results) == 0 {
				return finding.Result{}, nil
			}
			r := f.results[min(len(f.requests), len(f.results))-1]
			r.Finish()
			return r, nil
		},
	}
	return f
}

func found(severities ...finding.Severity) finding.Result {
	var r finding.Result
	for i, s := range severities {
		r.Findings = append(r.Findings, finding.Finding{Rule: "cpubound", Severity: s, Path: "a.js", Message: "slow",
			Range: finding.Range{Start: finding.Position{Line: i + 1, Column: 1, Offset: i}}})
	}
	r.Summary = finding.Summary{Files: 1200, Rules: 24, DurationMS: 85}
	return r
}

func TestExitCodes(t *testing.T) {
	broken := found()
	broken.Errors = []finding.RunError{{Path: "a.js", Rule: "cpubound", Message: "failed"}}
	unreadable := found()
	unreadable.Errors = []finding.RunError{{Path: "a.js", Message: "cannot be read"}}
	for _, c := range []struct {
		name string
		args string
		res  finding.Result
		want int
	}{
		{"clean", "", found(), 0},
		{"hints", "", found(finding.Hint, finding.Info), 0},
		{"warning", "", found(finding.Warning), 0},
		{"warning denied", "--deny-warnings", found(finding.Warning), 1},
		{"info under denied warnings", "--deny-warnings", found(finding.Info), 0},
		{"at the limit", "--max-warnings 2", found(finding.Warning, finding.Warning), 0},
		{"past the limit", "--max-warnings 1", found(finding.Warning, finding.Warning), 1},
		{"error", "", found(finding.Error), 1},
		{"error, quiet", "--quiet", found(finding.Error), 1},
		{"denied warnings count although quiet hides them", "--quiet --deny-warnings", found(finding.Warning), 1},
		{"a rule that failed", "", broken, 2},
		{"a file that cannot be read", "", unreadable, 1},
		{"usage", "--nonsense", found(), 2},
	} {
		for _, format := range []string{"", "json", "sarif", "github", "junit"} {
			f := newFake(t, c.res)
			args := strings.Fields(c.args)
			if format != "" {
				args = append(args, "--format", format)
			}
			if got := f.main(args); got != c.want {
				t.Errorf("%s in format %q: exit code %d, want %d\n%s", c.name, format, got, c.want, f.err.String())
			}
		}
	}
}

// What goes wrong with a file is a line on stderr, whatever the file is called.
func TestErrorsAreLines(t *testing.T) {
	res := found()
	for _, name := range []string{"a\nb.js", "esc\x1b[31m.js", "no utf-8 \xff\x9b31m.js"} {
		res.Errors = append(res.Errors, finding.RunError{Path: name, Message: "cannot be read"})
	}
	f := newFake(t, res)
	f.main(nil)
	want := `asynclint: a\nb.js: cannot be read
asynclint: esc\x1b[31m.js: cannot be read
asynclint: no utf-8 \xff\x9b31m.js: cannot be read
`
	if got := f.err.String(); !strings.HasPrefix(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSummary(t *testing.T) {
	res := found(finding.Error, finding.Error, finding.Warning)
	res.Findings[0].Measurement = &finding.Measurement{Verdict: finding.Confirmed}
	res.Findings[1].Measurement = &finding.Measurement{Verdict: finding.Unmeasured, Reason: "budget: 10 s are spent"}
	res.Findings[2].Fixes = []finding.Fix{{Safe: true}}
	res.Findings[1].Path = "b.js"
	res.Summary.Skipped = map[string]int{"ignored": 3, "too large": 1}
	f := newFake(t, res)
	f.main(nil)
	want := "2 errors, 1 warning in 2 of 1,200 files (24 rules, 85 ms, 1 measured). 1 fixable with --fix.\nleft out: 3 ignored, 1 too large.\nnot measured: 1 budget.\n"
	if f.err.String() != want {
		t.Errorf("got  %q\nwant %q", f.err.String(), want)
	}
	if strings.Contains(f.out.String(), "files") {
		t.Error("the summary is on stdout")
	}
}

func TestFlagsOverConfigOverDefaults(t *testing.T) {
	f := newFake(t)
	text := `{"cores": 8, "inputSize": 77, "measure": {"mode": "off", "budget": "3s", "engine": "node"}}`
	if err := os.WriteFile(filepath.Join(f.Dir, "asynclint.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	f.main(nil)
	f.main(strings.Fields("--cores unknown --input-size 5 --measure require --measure-budget 1s --engine goja --rule pools --skip cpubound --jobs 3 --no-cache src"))
	f.main([]string{"--no-config"})
	type settings struct {
		cores, input int
		mode         driver.MeasureMode
		budget       time.Duration
		engine       string
	}
	want := []settings{
		{8, 77, driver.MeasureOff, 3 * time.Second, "node"},
		{0, 5, driver.MeasureRequire, time.Second, "goja"},
		{0, 0, driver.MeasureAuto, 10 * time.Second, "goja"},
	}
	if len(f.requests) != 3 {
		t.Fatalf("%d runs: %s", len(f.requests), f.err.String())
	}
	for i, r := range f.requests {
		if got := (settings{r.Cores, r.InputSize, r.Measure, r.Budget, r.Engine}); got != want[i] {
			t.Errorf("run %d: got %+v, want %+v", i, got, want[i])
		}
	}
	r := f.requests[1]
	if !slices.Equal(r.Rules, []string{"pools"}) || !slices.Equal(r.Skip, []string{"cpubound"}) || r.Jobs != 3 || !r.NoCache || !slices.Equal(r.Patterns, []string{"src"}) {
		t.Errorf("got %+v", r)
	}
}

func TestInterrupted(t *testing.T) {
	f := newFake(t)
	ctx, cancel := context.WithCancel(context.Background())
	f.ctx = ctx
	f.fail = context.Canceled
	cancel()
	if got := f.main(nil); got != ExitInterrupted || f.err.Len() > 0 {
		t.Errorf("exit code %d, %q", got, f.err.String())
	}
}

func TestTroubleOfThePipeline(t *testing.T) {
	f := newFake(t)
	f.fail = errors.New("a.js: no such file\nb.js: neither")
	if got := f.main(nil); got != ExitTrouble || f.err.String() != "asynclint: a.js: no such file\nasynclint: b.js: neither\n" {
		t.Errorf("exit code %d, %q", got, f.err.String())
	}
}

// A fix may make room for another: fixing goes on until nothing is left.
func TestFixRunsAgain(t *testing.T) {
	with := func(start int, text string) finding.Result {
		r := found(finding.Warning)
		r.Findings[0].Fixes = []finding.Fix{{Safe: true, Edits: []finding.Edit{{Path: "a.js", Start: start, End: start + 1, Text: text}}}}
		return r
	}
	f := newFake(t, with(0, "x"), with(1, "y"), found())
	file := filepath.Join(f.Dir, "a.js")
	if err := os.WriteFile(file, []byte("ab;"), 0o644); err != nil {
		t.Fatal(err)
	}
	f.Now = func() time.Time { return time.Now().Add(time.Second) } // coarse clocks of file systems
	if code := f.main([]string{"--fix"}); code != 0 || len(f.requests) != 3 {
		t.Errorf("exit code %d after %d runs: %s", code, len(f.requests), f.err.String())
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "xy;" {
		t.Errorf("%q %v", text, err)
	}
	if !strings.Contains(f.err.String(), "2 fixes applied") {
		t.Errorf("%q", f.err.String())
	}
}

func TestFixNeverEndsInACircle(t *testing.T) {
	r := found(finding.Warning)
	r.Findings[0].Fixes = []finding.Fix{{Safe: true, Edits: []finding.Edit{{Path: "a.js", Start: 0, End: 0, Text: ";"}}}}
	f := newFake(t, r)
	f.Now = func() time.Time { return time.Now().Add(time.Second) }
	if err := os.WriteFile(filepath.Join(f.Dir, "a.js"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f.main([]string{"--fix"})
	if n := len(f.requests); n > maxPasses+1 {
		t.Errorf("%d runs", n)
	}
}

func TestColor(t *testing.T) {
	for _, c := range []struct {
		flag, env string
		terminal  bool
		want      bool
	}{
		{"auto", "", true, true}, {"auto", "", false, false}, {"always", "NO_COLOR=1", false, true}, {"never", "FORCE_COLOR=1", true, false},
		{"auto", "NO_COLOR=1", true, false}, {"auto", "FORCE_COLOR=1", false, true}, {"auto", "FORCE_COLOR=0", true, false}, {"auto", "TERM=dumb", true, false},
	} {
		f := newFake(t)
		f.Getenv = func(name string) string {
			if k, v, _ := strings.Cut(c.env, "="); k == name {
				return v
			}
			return ""
		}
		if got := f.color(c.flag, c.terminal); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

func TestProgressOnlyOnATerminal(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		f := newFake(t)
		f.ErrIsTerminal = terminal
		now := time.Unix(0, 0)
		f.Now = func() time.Time { now = now.Add(time.Second); return now }
		run := f.run
		f.run = func(ctx context.Context, req driver.Request) (finding.Result, error) {
			if req.Progress != nil {
				req.Progress(1, 10, "analysing")
			}
			return run(ctx, req)
		}
		f.main(nil)
		if got := strings.Contains(f.err.String(), "analysing 1/10\r\x1b[K"); got != terminal {
			t.Errorf("terminal %v: %q", terminal, f.err.String())
		}
	}
}

func TestMeasureShowsOnlyEvidence(t *testing.T) {
	r := found(finding.Warning, finding.Warning)
	n50 := 4200.0
	r.Findings[1].Measurement = &finding.Measurement{Verdict: finding.Confirmed, Engine: "goja", N50: &n50, Samples: []finding.Sample{{N: 1000, MS: 12}, {N: 10000, MS: 120}}}
	f := newFake(t, r)
	if code := f.main([]string{"measure"}); code != 0 {
		t.Errorf("exit code %d", code)
	}
	want := "a.js:2:1: confirmed [cpubound]\n  measured: 12 ms at n=1,000, 120 ms at n=10,000 in goja; blocks 50 ms from n≈4,200\n" +
		"  n=1,000            12 ms  ████\n  n=10,000          120 ms  ████████████████████████████████████████\n"
	if f.out.String() != want {
		t.Errorf("got  %s\nwant %s", f.out.String(), want)
	}
}

// What the program embeds is what the tree holds: every rule of the catalogue
// has its documentation in the binary.
func TestEmbeddedDocs(t *testing.T) {
	docs, err := ruledoc.Load(analyzers.Docs)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range driver.Rules() {
		if len(docs[r.Name]) != len(r.Languages) {
			t.Errorf("%s: %d of %d languages documented", r.Name, len(docs[r.Name]), len(r.Languages))
		}
	}
}
