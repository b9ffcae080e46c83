package driver_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

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
				m.Samples = nil // the engine's time is never twice the same
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
