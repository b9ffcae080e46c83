package endtoend

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// goCaches are where Go keeps what it built and fetched; pre-commit would begin
// anew in its own folder.
func goCaches(t *testing.T) []string {
	t.Helper()
	return []string{
		"GOCACHE=" + strings.TrimSpace(run(t, ".", "go", "env", "GOCACHE")),
		"GOMODCACHE=" + strings.TrimSpace(run(t, ".", "go", "env", "GOMODCACHE")),
	}
}

const (
	cleanTS = "export async function f(url: string) {\n  return await fetch(url);\n}\n"
	wrongTS = "export async function f(records: object[], p: (r: object) => boolean) {\n  return records.filter(p);\n}\n"
)

// pre-commit builds the hook from a clone of this tree and runs it on what is
// committed.
func TestPreCommit(t *testing.T) {
	need(t, "pre-commit", "pre-commit")
	dir := t.TempDir()
	write(t, dir, ".pre-commit-config.yaml", "repos:\n  - repo: "+checkout(t)+"\n    rev: v0.1.0\n    hooks:\n      - id: asynclint\n")
	write(t, dir, "a.mts", cleanTS)
	write(t, dir, "notes.txt", "filter")
	run(t, dir, "git", "init", "-q", "-b", "main")
	env := append(goCaches(t), "PRE_COMMIT_HOME="+t.TempDir())
	commit := func(name, text string) (string, int) {
		t.Helper()
		write(t, dir, name, text)
		run(t, dir, "git", "add", "-A")
		out, errOut, code := try(t, dir, env, "git", "commit", "-m", name)
		return out + errOut, code
	}
	if out, errOut, code := try(t, dir, env, "pre-commit", "install", "--install-hooks"); code != 0 {
		t.Fatalf("exit code %d\n%s%s", code, out, errOut)
	}
	if out, code := commit("b.mts", cleanTS); code != 0 || !strings.Contains(out, "asynclint") || !strings.Contains(out, "Passed") {
		t.Errorf("clean: exit code %d\n%s", code, out)
	}
	out, code := commit("wrong.cts", wrongTS)
	if code == 0 || !strings.Contains(out, "wrong.cts:2:10: warning: ") || strings.Contains(out, "\x1b[1m") || strings.Contains(out, "a.mts") {
		t.Errorf("wrong: exit code %d\n%s", code, out)
	}
	if out, code := commit("wrong.cts", strings.Replace(wrongTS, "  return", "  // asynclint-ignore cpubound -- a dozen rows\n  return", 1)); code != 0 {
		t.Errorf("suppressed: exit code %d\n%s", code, out)
	}
	// Other files do not concern it; .pre-commit-hooks.yaml keeps its own rules.
	if out, code := commit("more.txt", "x"); code != 0 || !strings.Contains(out, "Skipped") {
		t.Errorf("text: exit code %d\n%s", code, out)
	}
	run(t, checkout(t), "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
}

// lefthook runs the command of docs/start/pre-commit.md.
func TestLefthook(t *testing.T) {
	dir := npmInstall(t, "lefthook@2.2.2")
	if runtime.GOOS == "windows" {
		t.Skip("the recipe's shell is sh")
	}
	write(t, dir, ".gitignore", "node_modules\n")
	write(t, dir, "lefthook.yml", snippet(t, "docs/start/pre-commit.md", "lefthook.yml"))
	commit(t, dir)
	run(t, dir, "npx", "--no-install", "lefthook", "install")
	testStagedHook(t, dir)
}

// lint-staged runs the command of docs/start/pre-commit.md.
func TestLintStaged(t *testing.T) {
	dir := npmInstall(t, "lint-staged@15.5.2")
	write(t, dir, ".gitignore", "node_modules\n")
	write(t, dir, ".lintstagedrc.json", snippet(t, "docs/start/pre-commit.md", ".lintstagedrc.json"))
	commit(t, dir)
	hook := filepath.Join(dir, ".git", "hooks", "pre-commit")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\nexec npx --no-install lint-staged\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	testStagedHook(t, dir)
}

// The plain hook of docs/start/pre-commit.md.
func TestPlainGitHook(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "README", "")
	commit(t, dir)
	hook := filepath.Join(dir, ".git", "hooks", "pre-commit")
	if err := os.WriteFile(hook, []byte(snippet(t, "docs/start/pre-commit.md", ".git/hooks/pre-commit")), 0o755); err != nil {
		t.Fatal(err)
	}
	testStagedHook(t, dir)
}

// testStagedHook holds that a commit hook lets clean files pass, refuses wrong
// ones and looks at nothing else.
func testStagedHook(t *testing.T, dir string) {
	t.Helper()
	write(t, dir, "a.ts", cleanTS)
	run(t, dir, "git", "add", "a.ts")
	write(t, dir, "notstaged.ts", wrongTS)
	if out, errOut, code := try(t, dir, nil, "git", "commit", "-m", "clean"); code != 0 {
		t.Errorf("clean: exit code %d\n%s%s", code, out, errOut)
	}
	write(t, dir, "src/wrong.ts", wrongTS)
	run(t, dir, "git", "add", "src")
	out, errOut, code := try(t, dir, nil, "git", "commit", "-m", "wrong")
	if code == 0 || !strings.Contains(out+errOut, "wrong.ts:2:10: warning: ") || strings.Contains(out+errOut, "notstaged.ts:") {
		t.Errorf("wrong: exit code %d\n%s%s", code, out, errOut)
	}
}
