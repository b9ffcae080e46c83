package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/baseline"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
)

// baseline accepts today's findings, or with --prune forgets accepted ones that
// are gone.
func (a *app) baseline(args []string) (int, error) {
	var o options
	f := a.flags("asynclint baseline", "[paths]", "Write "+baseline.FileName+" with today's findings, so that only new ones count. Commit the file.\n\n"+
		"With paths, --rule or --skip, what was accepted elsewhere stays. A baseline in a folder above is the\none that is written.")
	prune := f.Bool("prune", false, "only take out what no longer occurs")
	o.define(f)
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	old, err := baseline.Find(a.Dir)
	switch {
	case err != nil:
		return ExitTrouble, err
	case *prune && old == nil:
		return ExitTrouble, fmt.Errorf("there is no %s to prune", baseline.FileName)
	case *prune && (f.NArg() > 0 || len(o.rules)+len(o.skip) > 0):
		return ExitTrouble, fmt.Errorf("--prune looks at the whole working directory with every rule; leave out paths, --rule and --skip")
	}
	req, err := a.request(&o, f.Args())
	if err != nil {
		return ExitTrouble, err
	}
	p := a.startProgress(nil, &req)
	res, err := a.run(a.ctx, req)
	p.stop()
	if err != nil {
		return ExitTrouble, a.better(err, f.Args())
	}
	for _, e := range res.Errors {
		a.complain(e)
	}
	if slices.ContainsFunc(res.Errors, func(e finding.RunError) bool { return e.Rule != "" || e.Path == "" }) {
		return ExitTrouble, errors.New("nothing was written, since what a failed rule would have found would be missing")
	}
	covered := a.covers(&o, req)
	if *prune {
		removed := old.Prune(a.Dir, res.Findings, covered)
		return a.saveBaseline(old, fmt.Sprintf("took out %s, %d left", count(removed, "finding"), old.Total()))
	}
	path := filepath.Join(a.Dir, baseline.FileName)
	if old != nil {
		path = old.Path
	}
	b := baseline.Record(path, a.Dir, res.Findings)
	b.Keep(old, covered)
	said := fmt.Sprintf("accepted %s in %s", count(len(res.Findings), "finding"), a.shown(path))
	if kept := b.Total() - len(res.Findings); kept > 0 {
		said += fmt.Sprintf(", beside %d from before", kept)
	}
	return a.saveBaseline(b, said)
}

// covers says of a file and a rule whether a request looks at it. Of the files
// that it leaves out by config nobody knows; they count as looked at.
func (a *app) covers(o *options, req driver.Request) func(file, rule string) bool {
	names := a.names()
	lists := func(list []string, rule string) bool {
		return slices.ContainsFunc(list, func(name string) bool { return slices.Contains(names.Expand(name), rule) })
	}
	patterns := req.Patterns
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	return func(file, rule string) bool {
		return a.within(patterns, file) && (len(o.rules) == 0 || lists(o.rules, rule)) && !lists(o.skip, rule)
	}
}

func (a *app) saveBaseline(b *baseline.File, said string) (int, error) {
	if err := b.Write(); err != nil {
		return ExitTrouble, fmt.Errorf("%s cannot be written: %w", a.shown(b.Path), err)
	}
	fmt.Fprintln(a.Err, said)
	return ExitClean, nil
}

// shown is a path as messages name it: relative where that is short.
func (a *app) shown(path string) string {
	rel, err := filepath.Rel(a.Dir, path)
	if err != nil || strings.HasPrefix(rel, filepath.Join("..", "..", "..")) {
		rel = path
	}
	return filepath.ToSlash(cmp.Or(rel, path))
}
