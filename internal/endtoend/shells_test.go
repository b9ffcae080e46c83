package endtoend

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// completions are lines up to the cursor, and what they become or what is
// offered.
var completions = []struct{ line, want string }{
	{"asynclint --forma", "--format"},
	{"asynclint --format sar", "sarif"},
	{"asynclint --measure req", "require"},
	{"asynclint explain cpubo", "cpubound"},
	{"asynclint compl", "completion"},
	{"asynclint completion fi", "fish"},
	{"asynclint baseline --pru", "--prune"},
	{"asynclint --rule cpubound,workerle", "cpubound,workerleak"},
	{"asynclint config sch", "schema"},
	{"asynclint web/src/fil", "web/src/filter.ts"},
}

func TestBash(t *testing.T) {
	need(t, "bash", "bash")
	dir := tour(t)
	script := run(t, dir, "asynclint", "completion", "bash")
	// As readline does it: "=" is a word of its own.
	cases := append(slices.Clone(completions), struct{ line, want string }{"asynclint --format = sar", "sarif"})
	for _, c := range cases {
		args := append([]string{"-c", script + `
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _asynclint; printf '%s\n' "${COMPREPLY[@]}"`, "bash"}, strings.Fields(c.line)...)
		if got := strings.Fields(run(t, dir, "bash", args...)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %q, want %q", c.line, got, c.want)
		}
	}
}

func TestZsh(t *testing.T) {
	need(t, "zsh", "zsh")
	dir, fpath := tour(t), t.TempDir()
	write(t, fpath, "_asynclint", run(t, dir, "asynclint", "completion", "zsh"))
	script, err := filepath.Abs(filepath.Join("testdata", "zpty.zsh"))
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-f", script, fpath, "asynclint --format=sar", "--format=sarif"}
	for _, c := range completions {
		args = append(args, c.line, c.want)
	}
	if out, errOut, code := try(t, dir, []string{"TERM=dumb"}, "zsh", args...); code != 0 {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
}

func TestFish(t *testing.T) {
	need(t, "fish", "fish")
	dir := tour(t)
	file := filepath.Join(t.TempDir(), "asynclint.fish")
	if err := os.WriteFile(file, []byte(run(t, dir, "asynclint", "completion", "fish")), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(slices.Clone(completions), struct{ line, want string }{"asynclint --format=sar", "--format=sarif"}) {
		out := run(t, dir, "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", file, c.line)
		first, _, _ := strings.Cut(strings.TrimSpace(out), "\t")
		if first != c.want || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: %q, want %q", c.line, out, c.want)
		}
	}
}
