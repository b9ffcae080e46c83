package golang_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// golangci is the version of golangci-lint that the plugin is tried in.
const golangci = "v2.15.0"

// TestGolangciLint builds golangci-lint with the plugin and lints the shop with
// it. "golangci-lint custom" does the same by way of a clone of its repository;
// here a main package of our own imports golangci-lint's commands and the plugin,
// so everything comes through the module proxy.
func TestGolangciLint(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, "go.mod", `module example.com/lint

go 1.26.0

require github.com/asynclint/asynclint v0.0.0

replace github.com/asynclint/asynclint => `+filepath.ToSlash(root)+`

exclude github.com/evanw/esbuild/asynclintbridge v0.0.0
`)
	write(t, dir, "main.go", `package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"

	_ "github.com/asynclint/asynclint/analyzers/golang/plugin"
)

func main() {
	if err := commands.Execute(commands.BuildInfo{Version: "`+golangci+`"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
`)
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "go.sum", string(sums))
	env := []string{"GOFLAGS=-mod=mod", "GOWORK=off"}
	get := exec.Command("go", "get", "github.com/golangci/golangci-lint/v2@"+golangci)
	get.Dir = dir
	get.Env = append(os.Environ(), env...)
	if out, err := get.CombinedOutput(); err != nil {
		t.Skipf("golangci-lint cannot be had, so the plugin was not tried in it: %v\n%s", err, out)
	}
	goCommand(t, dir, env, "get", ".")
	tool := filepath.Join(dir, "golangci-lint.exe")
	goCommand(t, dir, env, "build", "-o", tool, ".")

	write(t, dir, "golangci.yml", `version: "2"
linters:
  default: none
  enable: [asynclint]
  settings:
    custom:
      asynclint:
        type: module
        settings:
          cores: 16
`)
	cmd := exec.Command(tool, "run", "--config", filepath.Join(dir, "golangci.yml"), "--output.json.path", "stdout", "./...")
	cmd.Dir = "testdata/shop"
	cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+filepath.Join(dir, "cache"))
	out, _ := cmd.Output() // findings are exit code 1
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.NewDecoder(strings.NewReader(string(out))).Decode(&report); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	got := make(map[string]string)
	for _, issue := range report.Issues {
		if issue.FromLinter != "asynclint" {
			t.Errorf("%s reports %q", issue.FromLinter, issue.Text)
		}
		if !strings.Contains(issue.Text, "(related information)") { // golangci-lint makes issues of related places
			got[at(issue.Pos.Filename, issue.Pos.Line)] = issue.Text
		}
	}
	check(t, got)
}
