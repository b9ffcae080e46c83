package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asynclint/asynclint/internal/baseline"
	"github.com/asynclint/asynclint/internal/driver"
	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/fix"
	"github.com/asynclint/asynclint/internal/report"
	"github.com/asynclint/asynclint/internal/rulename"
)

// lintOptions are the flags of linting.
type lintOptions struct {
	options
	format         string
	fix            bool
	suggestions    bool
	diff           bool
	changed        string
	staged         bool
	stdinFilename  string
	maxWarnings    int
	denyWarnings   bool
	quiet          bool
	all            bool
	color          string
	noBaseline     bool
	version        bool
	changedIsGiven bool
}

func (o *lintOptions) define(f *pflag.FlagSet) {
	f.StringVar(&o.format, "format", "", "print findings in `FORMAT`: "+strings.Join(report.Names(), ", ")+" (off a terminal: line)")
	f.BoolVar(&o.fix, "fix", false, "apply safe fixes")
	f.BoolVar(&o.suggestions, "fix-suggestions", false, "apply suggested fixes, too; read the result")
	f.BoolVar(&o.diff, "diff", false, "print what fixing would change, and change nothing")
	f.StringVar(&o.changed, "changed", "", "only files that differ from a git `REF` (HEAD unless given), untracked ones included; with REF... since HEAD left REF")
	f.Lookup("changed").NoOptDefVal = headRevision
	f.BoolVar(&o.staged, "staged", false, "only files staged in git, as they are staged")
	f.StringVar(&o.stdinFilename, "stdin-filename", "", "lint standard input as if it were this `FILE`")
	f.IntVar(&o.maxWarnings, "max-warnings", -1, "fail with more than `N` warnings")
	f.BoolVar(&o.denyWarnings, "deny-warnings", false, "fail with any warning")
	f.BoolVar(&o.quiet, "quiet", false, "only findings at error level, no summary, no progress")
	f.BoolVar(&o.all, "all", false, "also hints, and candidates that running showed to be harmless")
	f.BoolVar(&o.noBaseline, "no-baseline", false, "count what "+baseline.FileName+" accepts, too")
	f.StringVar(&o.color, "color", "auto", "colour the output, by `WHEN`: auto, always, never")
	o.options.define(f)
	f.BoolVar(&o.version, "version", false, "print the version")
}

const lintSummary = `asynclint finds misplaced async patterns in JavaScript, TypeScript and Go, and runs what it flags.

Paths are files, folders, globs or ./...; without any it is the working directory.`

// lint is the command without a word.
func (a *app) lint(args []string) (int, error) {
	var o lintOptions
	f := a.flags("asynclint", "[paths]", lintSummary)
	o.define(f)
	usage := f.Usage
	f.Usage = func() {
		usage()
		var rows [][2]string
		for _, c := range commands() {
			rows = append(rows, [2]string{strings.TrimSpace(c.name + " " + c.args), c.summary})
		}
		writeRows(a.Out, "Commands", rows)
	}
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	if o.version {
		fmt.Fprintf(a.Out, "asynclint %s\n", Version)
		return ExitClean, nil
	}
	o.changedIsGiven = f.Changed("changed")
	format, err := a.format(&o)
	if err != nil {
		return ExitTrouble, err
	}
	paths := f.Args()
	if o.changedIsGiven {
		paths = a.revision(&o, paths)
	}
	req, err := a.request(&o.options, paths)
	if err != nil {
		return ExitTrouble, err
	}
	req.All = o.all
	if err := a.narrow(&o, &req); err != nil {
		return ExitTrouble, err
	}
	if req.Patterns != nil && len(req.Patterns) == 0 { // an empty report is one, too
		return a.publish(&o, format, req, finding.Result{}, &fixes{}, 0)
	}
	res, fixes, err := a.lintAndFix(&o, req)
	if err != nil {
		return ExitTrouble, a.better(err, f.Args())
	}
	gone, err := a.subtractBaseline(&o, req, &res)
	if err != nil {
		return ExitTrouble, err
	}
	return a.publish(&o, format, req, res, fixes, gone)
}

// better adds what was probably meant to an error about a path.
func (a *app) better(err error, args []string) error {
	if len(args) == 0 {
		return err
	}
	if _, statErr := os.Stat(a.abs(args[0])); statErr == nil {
		return err
	}
	if near := rulename.Nearest(args[0], commandNames()); near != "" {
		return fmt.Errorf("%w; did you mean `asynclint %s`?", err, near)
	}
	return err
}

// format picks the output's format.
func (a *app) format(o *lintOptions) (report.Format, error) {
	if err := oneOf("--color", o.color, "auto", "always", "never"); err != nil {
		return nil, err
	}
	if o.format == "" {
		o.format = "line"
		if a.OutIsTerminal {
			o.format = "default"
		}
	}
	return report.Lookup(o.format)
}

// narrow limits the request to standard input, or to what git calls changed.
func (a *app) narrow(o *lintOptions, req *driver.Request) error {
	n := 0
	for _, given := range []bool{o.stdinFilename != "", o.staged, o.changedIsGiven} {
		if given {
			n++
		}
	}
	switch {
	case n > 1:
		return errors.New("--stdin-filename, --staged and --changed exclude each other")
	case o.stdinFilename != "":
		if len(req.Patterns) > 0 {
			return fmt.Errorf("--stdin-filename lints standard input, but %q was given, too", req.Patterns[0])
		}
		text, err := io.ReadAll(a.In)
		if err != nil {
			return fmt.Errorf("standard input cannot be read: %w", err)
		}
		path := a.abs(o.stdinFilename)
		req.Patterns = []string{path}
		req.Overlay = map[string][]byte{path: text}
	case o.staged:
		return a.staged(req)
	case o.changedIsGiven:
		return a.changed(req, o.changed)
	}
	return nil
}

// maxPasses bounds how often fixing starts again, since a fix may make room for
// another.
const maxPasses = 10

// fixes is what fixing did.
type fixes struct {
	applied int
	files   map[string]bool
	left    []string
	diff    string
}

// lintAndFix runs the pipeline, and again after each round of fixes.
func (a *app) lintAndFix(o *lintOptions, req driver.Request) (finding.Result, *fixes, error) {
	done := &fixes{files: map[string]bool{}}
	wanted := o.fix || o.suggestions || o.diff
	for pass := 1; ; pass++ {
		started := a.Now()
		p := a.startProgress(o, &req)
		res, err := a.run(a.ctx, req)
		p.stop()
		if err != nil || !wanted {
			return res, done, err
		}
		plan := fix.Make(res.Findings, fix.Options{Dir: a.Dir, Suggestions: o.suggestions, Parses: parses, Tidy: tidy, Read: func(path string) ([]byte, error) {
			if text, ok := req.Overlay[a.abs(filepath.FromSlash(path))]; ok {
				return text, nil
			}
			return a.source(path)
		}})
		done.left = plan.Left
		if o.diff {
			done.diff = plan.Diff()
			return res, done, nil
		}
		if plan.Applied == 0 || pass > maxPasses {
			return res, done, nil
		}
		if o.stdinFilename != "" {
			path := a.abs(o.stdinFilename)
			plan.Changes = slices.DeleteFunc(plan.Changes, func(c fix.Change) bool { return c.Abs != path })
			if len(plan.Changes) == 0 {
				return res, done, nil
			}
			req.Overlay[path] = plan.Changes[0].After
			done.applied += plan.Applied
			continue
		}
		if o.staged && len(req.Overlay) > 0 {
			done.left = append(done.left, "nothing was fixed: files are staged in part; stage or stash the rest first")
			return res, done, nil
		}
		written, err := plan.Write(started)
		for _, c := range plan.Changes {
			done.files[c.Path] = true
		}
		if err != nil {
			done.left = append(done.left, strings.Split(err.Error(), "\n")...)
		}
		if written == 0 {
			return res, done, nil
		}
		done.applied += plan.Applied
		if err != nil { // some files are left alone: report what holds now, fix no further
			wanted = false
		}
	}
}

// subtractBaseline takes out what the baseline accepts. It returns how many
// accepted findings are gone.
func (a *app) subtractBaseline(o *lintOptions, req driver.Request, res *finding.Result) (gone int, err error) {
	if o.noBaseline {
		return 0, nil
	}
	b, err := baseline.Find(a.Dir)
	if b == nil || err != nil {
		return 0, err
	}
	whole := len(req.Patterns) == 0 && len(o.rules) == 0 && len(o.skip) == 0 && req.Measure != driver.MeasureOff
	res.Findings, res.Summary.Baselined, gone = b.Filter(a.Dir, res.Findings, func(file, _ string) bool {
		rel, err := filepath.Rel(a.Dir, file)
		return whole && err == nil && !strings.HasPrefix(rel, "..")
	})
	res.Finish()
	return gone, nil
}

// publish writes the findings and the summary, and decides the exit code.
func (a *app) publish(o *lintOptions, format report.Format, req driver.Request, res finding.Result, fx *fixes, gone int) (int, error) {
	code := exitCode(o, res)
	if o.quiet {
		res.Findings = slices.DeleteFunc(slices.Clone(res.Findings), func(f finding.Finding) bool { return f.Severity < finding.Error })
	}
	out := a.Out
	switch {
	case o.diff:
		if _, err := io.WriteString(a.Out, fx.diff); err != nil {
			return ExitTrouble, err
		}
		out = a.Err
	case o.stdinFilename != "" && (o.fix || o.suggestions):
		if _, err := a.Out.Write(req.Overlay[a.abs(o.stdinFilename)]); err != nil {
			return ExitTrouble, err
		}
		out = a.Err
	}
	in := &report.Input{
		Version: Version, Dir: a.Dir, Result: res, Rules: a.reportRules(o.format == "sarif"), Color: a.color(o.color, a.OutIsTerminal),
		Source: func(path string) ([]byte, error) {
			if text, ok := req.Overlay[a.abs(filepath.FromSlash(path))]; ok {
				return text, nil
			}
			return a.source(path)
		},
	}
	if err := format.Write(out, in); err != nil {
		return ExitTrouble, fmt.Errorf("the findings cannot be written: %w", err)
	}
	for _, e := range res.Errors {
		a.complain(e)
	}
	for _, left := range fx.left {
		fmt.Fprintf(a.Err, "asynclint: %s\n", report.Printable(left))
	}
	a.summary(o, res, fx)
	if gone > 0 && !o.quiet {
		fmt.Fprintf(a.Err, "%s in %s no longer %s; `asynclint baseline --prune` takes them out.\n", count(gone, "accepted finding"), baseline.FileName, verb(gone, "occurs", "occur"))
	}
	return code, nil
}

// exitCode: a file that cannot be read or parsed is the user's to mend, like a
// finding at error level; a rule that failed, or a run without a place to point
// at, is trouble of the tool.
func exitCode(o *lintOptions, res finding.Result) int {
	s := res.Summary
	switch {
	case slices.ContainsFunc(res.Errors, func(e finding.RunError) bool { return e.Rule != "" || e.Path == "" }):
		return ExitTrouble
	case s.Errors > 0, len(res.Errors) > 0, o.denyWarnings && s.Warnings > 0, o.maxWarnings >= 0 && s.Warnings > o.maxWarnings:
		return ExitFindings
	}
	return ExitClean
}

// color decides whether escape sequences are welcome. NO_COLOR and FORCE_COLOR
// count if they are set to anything but "" (and FORCE_COLOR to "0").
func (a *app) color(flag string, terminal bool) bool {
	switch {
	case flag == "always":
		return true
	case flag == "never":
		return false
	case a.Getenv("NO_COLOR") != "":
		return false
	case a.Getenv("FORCE_COLOR") != "":
		return a.Getenv("FORCE_COLOR") != "0"
	}
	return terminal && a.Getenv("TERM") != "dumb"
}
