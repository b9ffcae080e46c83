package driver_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/rulename"
)

func allNames() *rulename.Set {
	var names []rulename.Rule
	for _, r := range driver.Rules() {
		names = append(names, rulename.Rule{Name: r.Name, Groups: r.Groups, OptIn: r.OptIn})
	}
	return rulename.NewSet(names)
}

// workspace is a project on disk with a Workspace over it.
type workspace struct {
	*driver.Workspace
	t       *testing.T
	dir     string
	overlay map[string][]byte
}

func newWorkspace(t *testing.T, archive string, loose bool) *workspace {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), string(f.Data))
	}
	return &workspace{driver.NewWorkspace(dir, allNames(), loose), t, dir, map[string][]byte{}}
}

func (w *workspace) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *workspace) put(name, text string) {
	w.t.Helper()
	write(w.t, w.path(name), text)
}

// says lists what the workspace says of a file, and holds it against a new run
// over the whole folder.
func (w *workspace) says(name string) string {
	w.t.Helper()
	overlay := maps.Clone(w.overlay)
	got, err := w.Run(context.Background(), w.path(name), driver.Request{Overlay: overlay, Measure: driver.MeasureOff})
	if err != nil {
		return err.Error()
	}
	req := driver.Request{Dir: w.dir, Overlay: overlay, Measure: driver.MeasureOff, NoCache: true,
		Config: config.NewResolver(config.Options{Dir: w.dir, Names: allNames()}), Only: map[string]bool{w.path(name): true}}
	want, err := driver.Run(context.Background(), req)
	if err != nil {
		w.t.Fatal(err)
	}
	onDisk := true
	if _, err := os.Stat(w.path(name)); err != nil {
		onDisk = false
	}
	if g, n := dump(got), dump(want); g != n && onDisk {
		w.t.Errorf("%s: the workspace says\n%s\na new run\n%s", name, g, n)
	}
	got.Findings = slices.DeleteFunc(got.Findings, func(f finding.Finding) bool { return f.Rule != "workerleak" && f.Rule != "cpubound" })
	return places(got)
}

func dump(res finding.Result) string {
	var b strings.Builder
	for _, f := range res.Findings {
		fmt.Fprintf(&b, "%+v\n", f)
	}
	for _, e := range res.Errors {
		fmt.Fprintf(&b, "%+v\n", e)
	}
	return b.String()
}

func (w *workspace) want(name, want string) {
	w.t.Helper()
	if got := w.says(name); got != want {
		w.t.Errorf("%s: %q, want %q", name, got, want)
	}
}

func TestWorkspaceFollowsEdits(t *testing.T) {
	w := newWorkspace(t, leakProject, false)
	w.want("a.ts", "a.ts:2 workerleak")
	w.overlay[w.path("a.ts")] = []byte("\n" + leak)
	w.want("a.ts", "a.ts:3 workerleak")
	w.overlay[w.path("a.ts")] = []byte("export {}\n")
	w.want("a.ts", "")
	w.overlay[w.path("a.ts")] = []byte("\n\n" + leak)
	w.want("a.ts", "a.ts:4 workerleak")
	delete(w.overlay, w.path("a.ts"))
	w.want("a.ts", "a.ts:2 workerleak")
}

const quadratic = `export function total(rows: { score: number }[]) {
  return rows.map((a) => rows.filter((b) => b.score > a.score).length);
}
`

// What one file says depends on another's text, saved or not.
func TestWorkspaceFollowsOtherFiles(t *testing.T) {
	w := newWorkspace(t, `
-- package.json --
{"name": "x"}
-- a.ts --
import { total } from "./b";
export async function board(records: { score: number }[]) {
  return total(records);
}
-- b.ts --
export const total = (rows: number[]) => rows.length;
`, false)
	w.want("a.ts", "")
	keep := []byte(quadratic)
	w.overlay[w.path("b.ts")] = keep
	w.want("a.ts", "a.ts:3 cpubound")
	delete(w.overlay, w.path("b.ts"))
	w.want("a.ts", "")
	w.put("b.ts", string(keep))
	if !w.Refresh() {
		t.Error("the change on disk is not seen")
	}
	w.want("a.ts", "a.ts:3 cpubound")
	if w.Refresh() {
		t.Error("a change is seen twice")
	}
}

func TestWorkspaceFollowsNames(t *testing.T) {
	w := newWorkspace(t, `
-- package.json --
{"name": "x"}
-- a.ts --
import { total } from "@/b";
export async function board(records: { score: number }[]) {
  return total(records);
}
`, false)
	before := w.says("a.ts")
	w.put("src/b.ts", quadratic)
	w.put("tsconfig.json", `{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}`)
	w.Refresh()
	w.want("a.ts", "a.ts:3 cpubound")
	w.put("tsconfig.json", `{"compilerOptions": {"paths": {"@/*": ["./nowhere/*"]}}}`)
	w.Refresh()
	w.want("a.ts", before)
	w.put("tsconfig.json", `{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}`)
	w.Refresh(w.path("tsconfig.json"))
	w.want("a.ts", "a.ts:3 cpubound")
	if err := os.Remove(w.path("src/b.ts")); err != nil {
		t.Fatal(err)
	}
	w.Refresh()
	w.want("a.ts", before)
}

// A text that was never saved is a module, too. A new run does not know it.
func TestWorkspaceImportsNeverSaved(t *testing.T) {
	w := newWorkspace(t, `
-- package.json --
{"name": "x"}
-- a.ts --
import { total } from "./src/b";
export async function board(records: { score: number }[]) {
  return total(records);
}
`, false)
	run := func() string {
		t.Helper()
		res, err := w.Run(context.Background(), w.path("a.ts"), driver.Request{Overlay: maps.Clone(w.overlay), Measure: driver.MeasureOff})
		if err != nil {
			t.Fatal(err)
		}
		return places(res)
	}
	if got := run(); got != "" {
		t.Errorf("got %q", got)
	}
	w.overlay[w.path("src/b.ts")] = []byte(quadratic)
	if got := run(); got != "a.ts:3 cpubound" {
		t.Errorf("got %q", got)
	}
	delete(w.overlay, w.path("src/b.ts"))
	if got := run(); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestWorkspaceFollowsConfigs(t *testing.T) {
	w := newWorkspace(t, leakProject, false)
	w.want("a.ts", "a.ts:2 workerleak")
	w.put("asynclint.json", `{"rules": {"workerleak": "off"}}`)
	w.Refresh()
	w.want("a.ts", "")
	w.put("asynclint.json", `{"ignore": ["a.ts"]}`)
	w.Refresh(w.path("asynclint.json"))
	w.want("a.ts", "")
	w.put("asynclint.json", `{"rulez": {}}`)
	w.Refresh()
	if got := w.says("a.ts"); !strings.Contains(got, `unknown key "rulez"`) {
		t.Errorf("a broken config: %q", got)
	}
	if err := os.Remove(w.path("asynclint.json")); err != nil {
		t.Fatal(err)
	}
	w.Refresh()
	w.want("a.ts", "a.ts:2 workerleak")
}

func TestWorkspaceNeverSaved(t *testing.T) {
	w := newWorkspace(t, leakProject, false)
	w.overlay[w.path("new.ts")] = []byte(leak)
	w.want("new.ts", "new.ts:2 workerleak")
	w.overlay[w.path("new.ts")] = []byte("\n" + leak)
	w.want("new.ts", "new.ts:3 workerleak")
	w.put("new.ts", leak) // saved
	w.Refresh()
	w.want("new.ts", "new.ts:3 workerleak")
	delete(w.overlay, w.path("new.ts"))
	w.want("new.ts", "new.ts:2 workerleak")
}

// A file that belongs to no project does not make the program read what lies
// around it.
func TestWorkspaceLoose(t *testing.T) {
	w := newWorkspace(t, `
-- a.ts --
import { total } from "./b";
export async function board(records: { score: number }[]) {
  return total(records);
}
-- b.ts --
`+quadratic+`-- deep/c.ts --
`, true)
	w.want("a.ts", "a.ts:3 cpubound")
}

func TestWorkspaceCancelled(t *testing.T) {
	w := newWorkspace(t, leakProject, false)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Run(ctx, w.path("a.ts"), driver.Request{}); err != context.Canceled {
		t.Errorf("got %v", err)
	}
	w.want("a.ts", "a.ts:2 workerleak")
}
