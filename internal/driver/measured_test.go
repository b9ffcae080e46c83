package driver_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/runtime"
)

func TestMain(m *testing.M) {
	if handled, code := runtime.ChildMain(os.Args[1:]); handled {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// BenchmarkWarm alternates warm runs with and without measuring, and compares the
// fastest of each: what else the machine does only adds.
func BenchmarkWarm(b *testing.B) {
	dir := b.TempDir()
	b.Setenv("ASYNCLINT_CACHE_DIR", b.TempDir())
	for i := range 60 { // a project of some size, of which three files are measured
		name, text := fmt.Sprintf("part%d.ts", i), fmt.Sprintf("export const part%d = (x: number) => x + %d;\n", i, i)
		if i%20 == 0 {
			text += fmt.Sprintf("import { part%d } from './part%d';\nexport async function filterLargeDataset(records: { id: number }[]) { return records.map((r) => records.filter((x) => part%d(x.id) === r.id).length); }\n", i+1, i+1, i+1)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	run := func(measure driver.MeasureMode) time.Duration {
		began := time.Now()
		res, err := driver.Run(b.Context(), driver.Request{Dir: dir, Measure: measure})
		if err != nil || len(res.Findings) != 3 || measure != driver.MeasureOff && res.Findings[0].Measurement == nil {
			b.Fatalf("%v: %+v", err, res.Findings)
		}
		return time.Since(began)
	}
	time.Sleep(10 * time.Millisecond) // files that are just written are not trusted
	run(driver.MeasureAuto)
	run(driver.MeasureAuto)
	off, on := time.Hour, time.Hour
	for b.Loop() {
		off = min(off, run(driver.MeasureOff))
		on = min(on, run(driver.MeasureAuto))
	}
	b.ReportMetric(float64(off.Microseconds())/1000, "off-ms")
	b.ReportMetric(float64(on.Microseconds())/1000, "on-ms")
	b.ReportMetric(float64((on - off).Microseconds()), "added-us") // of a command that takes some 10 ms to start
}

const measuredProject = `
-- data.ts --
import { score } from "./score";
export async function filterLargeDataset(records: { id: number }[]) {
  return records.map((r) => records.filter((x) => score(x) === score(r)).length);
}
-- score.ts --
export const score = (r: { id: number }) => r.id % 7;
`

// TestWarmEvidence holds that a warm run shows what it would measure, also after
// changes that only a module beside the function shows.
func TestWarmEvidence(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	unpack(t, dir, measuredProject)
	run := func(cached bool) []finding.Finding {
		t.Helper()
		t.Setenv("ASYNCLINT_CACHE_DIR", cache)
		res, err := driver.Run(context.Background(), driver.Request{Dir: dir, Rules: []string{"cpubound"}, NoCache: !cached})
		if err != nil {
			t.Fatal(err)
		}
		for i := range res.Findings {
			if m := res.Findings[i].Measurement; m != nil {
				m.Samples, m.Slowness = nil, 0 // times are never twice the same
			}
		}
		return res.Findings
	}
	seen := map[float64]bool{}
	for _, text := range []string{"", "export const score = (r) => { let s = 0; for (let i = 0; i < 50; i++) s += r.id % (i + 1); return s; };\n"} {
		if text != "" {
			write(t, filepath.Join(dir, "score.ts"), text)
		}
		want := run(false)
		if len(want) != 1 || want[0].Measurement == nil || want[0].Measurement.V8MS == nil {
			t.Fatalf("want one finding that was measured: %+v", want)
		}
		seen[*want[0].Measurement.V8MS] = true
		for k := range 3 {
			if got := run(true); !reflect.DeepEqual(got, want) {
				t.Fatalf("run %d:\n%+v\nwant\n%+v", k, got[0].Measurement, want[0].Measurement)
			}
		}
	}
	if len(seen) != 2 {
		t.Error("the other text of score.ts costs the same")
	}
}
