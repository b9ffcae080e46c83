package endtoend

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A validator of actions and workflows finds action.yml to be one.
func TestActionFile(t *testing.T) {
	dir := npmInstall(t, "@action-validator/core@0.6.0", "@action-validator/cli@0.6.0")
	write(t, dir, "action.yml", read(t, root, "action.yml"))
	if out, errOut, code := try(t, dir, nil, "npx", "--no-install", "action-validator", "action.yml"); code != 0 {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
}

// actionlint takes the workflows of docs/start/github.md, with the inputs that
// action.yml declares.
func TestWorkflows(t *testing.T) {
	needModules(t)
	dir := t.TempDir()
	write(t, dir, "action.yml", read(t, root, "action.yml"))
	run(t, dir, "git", "init", "-q")
	lint := func() (string, int) {
		out, errOut, code := try(t, dir, nil, "go", "run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12")
		return out + errOut, code
	}
	for _, name := range []string{".github/workflows/asynclint.yml", ".github/workflows/asynclint-scanning.yml"} {
		text := snippet(t, "docs/start/github.md", name)
		write(t, dir, name, strings.ReplaceAll(text, "asynclint/asynclint@v0", "./"))
	}
	if out, code := lint(); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	write(t, dir, ".github/workflows/asynclint.yml", strings.ReplaceAll(read(t, dir, ".github/workflows/asynclint.yml"), "only-new:", "only-news:"))
	if out, code := lint(); code == 0 || !strings.Contains(out, "only-news") {
		t.Errorf("a wrong input: exit code %d\n%s", code, out)
	}
}

// actionScript is the script of action.yml's step.
func actionScript(t *testing.T) string {
	t.Helper()
	_, block, ok := strings.Cut(read(t, root, "action.yml"), "      run: |\n")
	if !ok {
		t.Fatal("action.yml has no script")
	}
	var script strings.Builder
	for line := range strings.Lines(block) {
		script.WriteString(strings.TrimPrefix(line, "        "))
	}
	return script.String()
}

// The action's script passes format and arguments on, limits itself to what a
// pull request changes, and hands on the exit code.
func TestActionScript(t *testing.T) {
	need(t, "bash", "bash")
	dir := tour(t)
	base := strings.TrimSpace(run(t, dir, "git", "rev-parse", "HEAD"))
	write(t, dir, "new.ts", wrongTS)
	run(t, dir, "git", "add", "-A")
	run(t, dir, "git", "commit", "-qm", "topic")
	// npx --yes asynclint@VERSION ARGS...
	fake := t.TempDir()
	if err := os.WriteFile(filepath.Join(fake, "npx"), []byte("#!/bin/sh\n[ \"$1 $2\" = '--yes asynclint@1.2.3' ] || exit 9\nshift 2\nexec asynclint \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	script := actionScript(t)
	step := func(env ...string) (out string, code int) {
		t.Helper()
		outputs := filepath.Join(t.TempDir(), "outputs")
		env = append([]string{
			"PATH=" + fake + string(os.PathListSeparator) + os.Getenv("PATH"), "GITHUB_OUTPUT=" + outputs, "ASYNCLINT_VERSION=1.2.3",
			"ASYNCLINT_ARGS=--deny-warnings", "ASYNCLINT_FORMAT=github", "ASYNCLINT_OUTPUT=", "ASYNCLINT_ONLY_NEW=false", "BASE_SHA=",
		}, env...)
		out, errOut, code := try(t, dir, env, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
		if got, want := read(t, outputs), "exit-code="+string(rune('0'+code))+"\n"; got != want {
			t.Errorf("outputs %q, want %q\n%s", got, want, errOut)
		}
		return out, code
	}
	if out, code := step(); code != 1 || !strings.Contains(out, "::warning file=web/src/filter.ts,line=12") {
		t.Errorf("all: exit code %d\n%s", code, out)
	}
	if out, code := step("ASYNCLINT_ONLY_NEW=true", "BASE_SHA="+base); code != 1 || !strings.Contains(out, "file=new.ts,line=2") || strings.Contains(out, "filter.ts") {
		t.Errorf("only new: exit code %d\n%s", code, out)
	}
	if out, code := step("ASYNCLINT_FORMAT=sarif", "ASYNCLINT_OUTPUT=out.sarif", "ASYNCLINT_ARGS="); code != 0 || out != "" || !strings.Contains(read(t, dir, "out.sarif"), `"2.1.0"`) {
		t.Errorf("sarif: exit code %d\n%s", code, out)
	}
}

// GitLab's job of docs/start/gitlab.md, run by gitlab-ci-local with the shell.
func TestGitLabJob(t *testing.T) {
	need(t, "rsync", "rsync")
	project := npmInstall(t, "gitlab-ci-local@4.61.1")
	tool := filepath.Join(project, "node_modules", ".bin", "gitlab-ci-local")
	dir := tour(t)
	// Not published: the command under test stands for the package.
	job := strings.ReplaceAll(snippet(t, "docs/start/gitlab.md", ".gitlab-ci.yml"), "npx --yes asynclint", "asynclint")
	write(t, dir, ".gitlab-ci.yml", job)
	run(t, dir, "git", "remote", "add", "origin", "https://gitlab.example.com/group/app.git")
	run(t, dir, "git", "add", "-A")
	run(t, dir, "git", "commit", "-qm", "ci")
	home := t.TempDir()
	out, errOut, code := try(t, dir, []string{"HOME=" + home}, tool, "--force-shell-executor", "--home", home, "asynclint")
	if code != 1 {
		t.Errorf("exit code %d\n%s%s", code, out, errOut)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "gl-code-quality-report.json")); err != nil || !strings.Contains(string(text), `"web/src/filter.ts"`) {
		t.Errorf("report: %v\n%s\n%s%s", err, text, out, errOut)
	}
}
