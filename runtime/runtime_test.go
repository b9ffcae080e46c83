package runtime_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asynclint/asynclint/runtime"
)

func TestMain(m *testing.M) {
	if handled, code := runtime.ChildMain(os.Args[1:]); handled {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// measureText measures the function of a source text that begins at mark.
func measureText(t testing.TB, name, src, mark string, opt runtime.Options) runtime.Evidence {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	at := strings.Index(src, mark)
	if at < 0 {
		t.Fatalf("no %q in the source", mark)
	}
	if opt.Budget == 0 {
		opt.Budget = time.Minute
	}
	return runtime.Measure(context.Background(), []runtime.Target{{Path: path, Start: at, End: at + len(mark)}}, opt, nil)[0]
}

const filterLarge = `
async function filterLargeDataset(
  records: Record<string, unknown>[],
  predicate: (r: Record<string, unknown>) => boolean,
): Promise<Record<string, unknown>[]> {
  return records.filter(predicate);
}
const results = await filterLargeDataset(millionRecords, isActive);
`

func TestFilterInAsyncFunctionIsConfirmed(t *testing.T) {
	e := measureText(t, "data.ts", filterLarge, "async function filterLargeDataset", runtime.Options{PerFunction: 40 * time.Second})
	t.Logf("%+v", show(e))
	if e.Verdict != runtime.Confirmed || e.N50 == nil {
		t.Fatalf("verdict %s (%s %s), want confirmed with n50", e.Verdict, e.Reason, e.Detail)
	}
	if e.InputSize != 1_000_000 {
		t.Errorf("input size %d from %q, want the million that the call names", e.InputSize, e.InputFrom)
	}
}

func TestEngineNode(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no node in PATH: the engine node is not tested")
	}
	e := measureText(t, "pairs.js", pairs, "async function pairs", runtime.Options{Engine: "node", PerFunction: 15 * time.Second})
	if e.Verdict != runtime.Confirmed || !strings.HasPrefix(e.Engine, "node v") {
		t.Errorf("want confirmed by node: %s", show(e))
	}
}

const pairs = `async function pairs(xs) { let n = 0; for (const a of xs) for (const b of xs) if (a.id < b.id) n++; return n; }`

func TestSecondRunComesFromTheCache(t *testing.T) {
	dir := t.TempDir()
	first := measureText(t, "pairs.js", pairs, "async function pairs", runtime.Options{CacheDir: dir})
	// Without a program to start, only the cache can answer.
	second := measureText(t, "pairs.js", pairs, "async function pairs", runtime.Options{CacheDir: dir, Self: []string{"/nonexistent"}})
	if show(first) != show(second) {
		t.Errorf("first %s, then %s", show(first), show(second))
	}
}

func TestVerdictsDoNotFlip(t *testing.T) {
	opt := runtime.Options{InputSize: 3000, PerFunction: 20 * time.Second}
	first := measureText(t, "pairs.js", pairs, "async function pairs", opt)
	for range 5 {
		e := measureText(t, "pairs.js", pairs, "async function pairs", opt)
		if e.Verdict != first.Verdict || e.N50 == nil || first.N50 == nil || *e.N50 != *first.N50 {
			t.Fatalf("first %s, then %s", show(first), show(e))
		}
	}
}

func TestWhatTheBudgetDoesNotReachSaysSo(t *testing.T) {
	e := measureText(t, "pairs.js", pairs, "async function pairs", runtime.Options{Budget: time.Nanosecond})
	if e.Verdict != runtime.Unmeasured || e.Reason != runtime.ReasonBudget {
		t.Errorf("want unmeasured(budget): %s", show(e))
	}
}
