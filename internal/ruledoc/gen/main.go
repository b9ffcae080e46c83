// Command gen writes what is made from the catalogue and the rules' package
// comments: docs/rules, the README's table, and the schema of configs. Run it
// with `go generate ./internal/ruledoc`.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/asynclint/asynclint/analyzers"
	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/ruledoc"
	"github.com/asynclint/asynclint/internal/rulename"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := generate(root); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate(root string) error {
	want, err := outputs(root)
	if err != nil {
		return err
	}
	for name, text := range want {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	stale, err := leftovers(root, want)
	for _, name := range stale {
		err = errors.Join(err, os.Remove(filepath.Join(root, name)))
	}
	return err
}

// outputs are the generated files by their path from the root.
func outputs(root string) (map[string][]byte, error) {
	docs, err := ruledoc.Load(analyzers.Docs)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	var rules []ruledoc.Rule
	var names []rulename.Rule
	summaries := map[string]string{}
	for _, r := range driver.Rules() {
		rule := ruledoc.Rule{Name: r.Name, Languages: r.Languages, Groups: r.Groups, Level: r.Level, Fix: r.Fix, OptIn: r.OptIn}
		rules = append(rules, rule)
		names = append(names, rulename.Rule{Name: r.Name, Groups: r.Groups, OptIn: r.OptIn})
		summaries[r.Name] = r.Summary
		out["docs/rules/"+r.Name+".md"] = []byte(ruledoc.Page(rule, docs[r.Name]))
	}
	out["docs/schema/config.json"] = config.Schema(rulename.NewSet(names), func(rule string) string { return summaries[rule] })
	ruledoc.SortByGroup(rules)
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil && bytes.Contains(readme, []byte(ruledoc.TableStart)) {
		text, err := ruledoc.Splice(string(readme), ruledoc.Table(rules, docs))
		if err != nil {
			return nil, err
		}
		out["README.md"] = []byte(text)
	}
	return out, nil
}

// leftovers are pages of rules that are no more.
func leftovers(root string, want map[string][]byte) ([]string, error) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	var stale []string
	for _, p := range pages {
		name := "docs/rules/" + filepath.Base(p)
		if want[name] == nil {
			stale = append(stale, name)
		}
	}
	return stale, err
}
