package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestFirstTasks does what docs/first-tasks.md says, in its order, as somebody
// does who has just cloned the repository: one shell, which starts in the clone.
func TestFirstTasks(t *testing.T) {
	need(t, "pre-commit", "pre-commit")
	need(t, "nvim", "neovim")
	clone, env := newUser(t)
	task := regexp.MustCompile("(?s)\n## (\\d+)\\. ([^\n]+)\n(.*?)```sh\n(.*?)```\n\nYou see `([^`]*)`")
	tasks := task.FindAllStringSubmatch(read(t, clone, "docs", "first-tasks.md"), -1)
	if len(tasks) != 10 {
		t.Fatalf("%d tasks", len(tasks))
	}
	dir := clone
	for i, m := range tasks {
		if m[1] != strconv.Itoa(i+1) {
			t.Fatalf("task %q stands at %d", m[2], i+1)
		}
		lines := strings.Split(strings.TrimSpace(m[4]), "\n")
		if len(lines) > 3 {
			t.Errorf("%s: %d commands", m[2], len(lines))
		}
		switch {
		case strings.Contains(m[2], "200 old findings"):
			legacy(t, dir)
		case strings.Contains(m[2], "Neovim"):
			// A person looks; the test asks the editor for its diagnostics.
			lines = []string{strings.Replace(lines[0], "nvim ", "nvim --headless ", 1) +
				` -c 'lua vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end)'` +
				` -c 'lua for _, d in ipairs(vim.diagnostic.get(0)) do print(d.lnum + 1, d.message) end' -c 'qall!'`}
		}
		// The shell goes on where it was, with the PATH it had.
		script := "cd \"$1\"\n" + strings.Join(lines, "\n") + "\ncode=$?\nprintf '%s\\n' \"$PWD\" \"$PATH\" > \"$2\"\nexit $code"
		state := filepath.Join(t.TempDir(), "state")
		cmd := exec.CommandContext(t.Context(), "bash", "-c", script, "bash", dir, state)
		cmd.Env = append(os.Environ(), env...)
		out, _ := cmd.CombinedOutput()
		if !strings.Contains(string(out), m[5]) {
			t.Fatalf("%s. %s: no %q in\n%s", m[1], m[2], m[5], out)
		}
		if code := cmd.ProcessState.ExitCode(); code != 0 && !strings.Contains(m[2], "each commit") {
			t.Errorf("%s. %s: exit code %d\n%s", m[1], m[2], code, out)
		}
		after := strings.Split(read(t, state), "\n")
		dir = after[0]
		env = append(env, "PATH="+after[1])
	}
}

// legacy adds 200 files with a finding each.
func legacy(t *testing.T, dir string) {
	t.Helper()
	for i := range 200 {
		write(t, dir, filepath.Join("legacy", "f"+strconv.Itoa(i)+".ts"),
			"export async function f(urls: string[]) {\n  for (const u of urls) {\n    await fetch(u);\n  }\n}\n")
	}
}
