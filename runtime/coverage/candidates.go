package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// rules are those whose findings are run.
var rules = []string{"cpubound", "heavytransition", "pseudoparallel"}

// candidateRows lints each repository with the command and reads its evidence.
func candidateRows(repos []string) ([]row, error) {
	dir, err := os.MkdirTemp("", "coverage")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	bin := filepath.Join(dir, "asynclint")
	if out, err := exec.Command("go", "build", "-o", bin, "github.com/asynclint/asynclint/cmd/asynclint").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the command: %w: %s", err, out)
	}
	var rows []row
	for _, repo := range repos {
		found, err := lint(bin, repo)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", repo, err)
			continue
		}
		rows = append(rows, found...)
	}
	return rows, nil
}

func lint(bin, repo string) ([]row, error) {
	args := []string{"measure", "--json", "--no-cache", "--measure-budget", "10m"}
	for _, r := range rules {
		args = append(args, "--rule", r)
	}
	cmd := exec.Command(bin, append(args, ".")...)
	cmd.Dir = repo
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		// A file that does not parse is the run's trouble; the rest was looked at.
		var exit *exec.ExitError
		if !errors.As(err, &exit) || out.Len() == 0 {
			return nil, fmt.Errorf("%w: %.300s", err, errOut.String())
		}
	}
	var answer struct {
		Findings []struct {
			Rule, Path string
			Range      struct{ Start struct{ Line int } }
			Message    string

			Measurement *struct{ Verdict, Reason string }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		return nil, err
	}
	var rows []row
	for _, f := range answer.Findings {
		if f.Measurement == nil {
			continue
		}
		reason, detail, _ := strings.Cut(f.Measurement.Reason, ": ")
		rows = append(rows, row{filepath.Base(repo), fmt.Sprintf("%s:%d", f.Path, f.Range.Start.Line), f.Rule, f.Measurement.Verdict, reason, detail})
	}
	return rows, nil
}
