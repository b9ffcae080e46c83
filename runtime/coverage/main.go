// Command coverage says how much of real code the runtime can run. Give it
// folders of repositories:
//
//	go run ./runtime/coverage FOLDER...           # the candidates that the rules report
//	go run ./runtime/coverage -wide 40 FOLDER...  # 40 functions with a loop of each repository
//	go run ./runtime/coverage -wide 4 -compare 30 FOLDER...  # 30 of those that run, against node
//
// Candidates come from the command itself (`asynclint measure --json`), so that
// what is counted is what a user would meet. They are few, since the rules
// report little; -wide takes functions that no rule chose, in an order given by
// a hash of their place, and shows what generalises. -show lists each function.
//
// A function is covered if it ran to a verdict: it blocks, it does not, it lies
// between, or it ran and its work did not grow with any of its inputs. The last
// is counted apart too, since it says the least.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/asynclint/asynclint/runtime"
	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// row is one function and what came of it.
type row struct {
	repo    string
	place   string // path:line
	rule    string // "" in wide mode
	verdict string
	reason  string // the category, without its detail
	detail  string
}

func main() {
	if handled, code := runtime.ChildMain(os.Args[1:]); handled {
		os.Exit(code)
	}
	wide := flag.Int("wide", 0, "functions with a loop per repository, whatever the rules say; 0 takes the rules' candidates")
	compare := flag.Int("compare", 0, "with -wide: take so many functions that run through node as well, and print the ratios")
	show := flag.Bool("show", false, "list every function")
	at := flag.String("at", "", "one function, as `FILE:LINE`: print its evidence; with -show its program, too")
	only := flag.String("reason", "", "with -show: only this reason")
	flag.Parse()
	if *at != "" {
		if err := one(os.Stdout, *at, *show); err != nil {
			fmt.Fprintln(os.Stderr, "coverage:", err)
			os.Exit(1)
		}
		return
	}
	repos, err := repositories(flag.Args())
	if err == nil && len(repos) == 0 {
		err = fmt.Errorf("name folders of repositories")
	}
	if err == nil {
		switch {
		case *compare > 0:
			err = compareWithNode(context.Background(), os.Stdout, repos, max(*wide, 1), *compare, *show)
		default:
			var rows []row
			if *wide > 0 {
				rows, err = wideRows(context.Background(), repos, *wide)
			} else {
				rows, err = candidateRows(repos)
			}
			if *show {
				list(os.Stdout, rows, *only)
			}
			table(os.Stdout, rows)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// one measures the function of a file that begins on a line.
func one(w io.Writer, at string, code bool) error {
	path, num, _ := strings.Cut(at, ":")
	line, err := strconv.Atoi(num)
	if err != nil {
		return fmt.Errorf("%q is not FILE:LINE", at)
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	for _, p := range loops(place{root: filepath.Dir(path), path: filepath.Base(path)}) {
		if p.line != line {
			continue
		}
		t := p.target()
		t.Root = rootOf(path)
		if code {
			prog, err := snippet.Extract(snippet.Request{Path: t.Path, Start: t.Start, End: t.End, Root: t.Root})
			if err != nil {
				return err
			}
			o := measure.Run(context.Background(), &measure.Job{Program: prog, InputSize: runtime.DefaultInputSize, Deadline: 10 * time.Second})
			out, _ := json.MarshalIndent(prog.Describe(), "", " ")
			fmt.Fprintf(w, "%s\n%s\ninputs that can grow: %s\nfailed: %s %s, threw: %s\n%s\n", prog.Code, out, strings.Join(o.Dims, ", "), o.Failed, o.Detail, o.Threw, o.Shapes)
		}
		e := runtime.Measure(context.Background(), []runtime.Target{t}, runtime.Options{Budget: time.Minute, PerFunction: 10 * time.Second}, nil)[0]
		out, err := json.MarshalIndent(e, "", " ")
		fmt.Fprintf(w, "%s\n", out)
		return err
	}
	return fmt.Errorf("no function with a loop begins at %s", at)
}

// rootOf is the outermost folder with a package.json, else the file's own.
func rootOf(path string) string {
	root := filepath.Dir(path)
	for dir := root; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "package.json")); err == nil {
			root = dir
		}
	}
	return root
}

// repositories lists the folders below the given ones; a folder that is itself
// a repository (it has a package.json) stands for itself.
func repositories(folders []string) ([]string, error) {
	var out []string
	for _, f := range folders {
		abs, err := filepath.Abs(f)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(filepath.Join(abs, "package.json")); err == nil {
			out = append(out, abs)
			continue
		}
		entries, err := os.ReadDir(abs)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() {
				out = append(out, filepath.Join(abs, e.Name()))
			}
		}
	}
	return out, nil
}

// ran are the reasons of functions that ran, though neither bound was met.
var ran = map[string]bool{runtime.ReasonInconclusive: true, runtime.ReasonOutOfReach: true}

func list(w io.Writer, rows []row, reason string) {
	for _, r := range rows {
		if reason == "" || r.reason == reason || r.verdict == reason {
			fmt.Fprintf(w, "%s %s [%s] %s %s %s\n", r.repo, r.place, r.rule, r.verdict, r.reason, r.detail)
		}
	}
	fmt.Fprintln(w)
}

// table prints counts by verdict and reason, and the shares.
func table(w io.Writer, rows []row) {
	counts := map[[2]string]int{}
	judged, still := 0, 0
	for _, r := range rows {
		counts[[2]string{r.verdict, r.reason}]++
		switch {
		case r.verdict != runtime.Unmeasured || ran[r.reason]:
			judged++
		case r.reason == runtime.ReasonNoGrowth:
			still++
		}
	}
	var keys [][2]string
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if counts[keys[i]] != counts[keys[j]] {
			return counts[keys[i]] > counts[keys[j]]
		}
		return strings.Join(keys[i][:], " ") < strings.Join(keys[j][:], " ")
	})
	for _, k := range keys {
		fmt.Fprintf(w, "%5d  %-12s %-14s %s\n", counts[k], k[0], k[1], runtime.Reasons[k[1]])
	}
	n := float64(max(len(rows), 1))
	fmt.Fprintf(w, "%d functions: %d (%.0f %%) ran to an estimate that grows, %d (%.0f %%) ran without growth, together %.0f %%\n",
		len(rows), judged, 100*float64(judged)/n, still, 100*float64(still)/n, 100*float64(judged+still)/n)
}
