package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/asynclint/asynclint/internal/baseline"
	"github.com/asynclint/asynclint/internal/driver"
)

// baseline accepts today's findings.
func (a *app) baseline(args []string) (int, error) {
	var o options
	f := a.flags("asynclint baseline", "[paths]", "Write "+baseline.FileName+" with today's findings, so that only new ones count. Commit the file.")
	prune := f.Bool("prune", false, "only take out what no longer occurs")
	o.define(f)
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	old, err := baseline.Find(a.Dir)
	if err != nil {
		return ExitTrouble, err
	}
	if *prune && old == nil {
		return ExitTrouble, fmt.Errorf("there is no %s to prune", baseline.FileName)
	}
	if *prune && (f.NArg() > 0 || len(o.rules)+len(o.skip) > 0) {
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
		return ExitTrouble, err
	}
	for _, e := range res.Errors {
		a.complain(e)
	}
	if len(res.Errors) > 0 {
		return ExitTrouble, fmt.Errorf("nothing was written, since what could not be linted would be missing")
	}
	return a.saveBaseline(old, *prune, req, func(b *baseline.File) (*baseline.File, int) {
		if b != nil {
			return b, b.Prune(a.Dir, res.Findings, func(file, _ string) bool {
				rel, err := filepath.Rel(a.Dir, file)
				return err == nil && !strings.HasPrefix(rel, "..")
			})
		}
		return baseline.Record(filepath.Join(a.Dir, baseline.FileName), a.Dir, res.Findings), 0
	})
}

// saveBaseline writes the baseline that make returns: of the old one when
// pruning, a new one otherwise.
func (a *app) saveBaseline(old *baseline.File, prune bool, _ driver.Request, make func(*baseline.File) (*baseline.File, int)) (int, error) {
	if !prune {
		old = nil
	}
	b, removed := make(old)
	if err := b.Write(); err != nil {
		return ExitTrouble, fmt.Errorf("%s cannot be written: %w", baseline.FileName, err)
	}
	if prune {
		fmt.Fprintf(a.Err, "took out %s, %d left\n", count(removed, "finding"), b.Total())
		return ExitClean, nil
	}
	fmt.Fprintf(a.Err, "accepted %s in %s\n", count(b.Total(), "finding"), baseline.FileName)
	return ExitClean, nil
}
