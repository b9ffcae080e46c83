package cli

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/report"
)

// measureBudget is the least time for measuring where that is all there is to do.
const measureBudget = time.Minute

// measure prints only the evidence.
func (a *app) measure(args []string) (int, error) {
	var o options
	f := a.flags("asynclint measure", "[paths]", "Run every candidate at growing input sizes and print how long each keeps the event loop busy.")
	asJSON := f.Bool("json", false, "as JSON, in the form of --format json")
	page := f.String("html", "", "write a page with a picture of each curve to `FILE`; - is the output")
	o.define(f)
	if err := parse(f, args); err != nil {
		return ExitTrouble, err
	}
	req, err := a.request(&o, f.Args())
	if err != nil {
		return ExitTrouble, err
	}
	if req.Measure == "off" {
		return ExitTrouble, fmt.Errorf("measuring is off (by --measure or the config); say --measure auto")
	}
	req.All = true
	if !o.flags.Changed("measure-budget") {
		req.Budget = max(req.Budget, measureBudget) // here nothing else is wanted
	}
	p := a.startProgress(nil, &req)
	p.after = 0
	res, err := a.run(a.ctx, req)
	p.stop()
	if err != nil {
		return ExitTrouble, err
	}
	res.Findings = slices.DeleteFunc(res.Findings, func(x finding.Finding) bool { return x.Measurement == nil })
	res.Finish()
	code := ExitClean
	if len(res.Errors) > 0 {
		code = ExitTrouble
	}
	in := &report.Input{Version: Version, Dir: a.Dir, Result: res, Source: a.source}
	if *page != "" {
		if err := a.writePage(*page, in); err != nil {
			return ExitTrouble, err
		}
		if *page == "-" {
			return code, nil
		}
	}
	if *asJSON {
		format, err := report.Lookup("json")
		if err != nil {
			return ExitTrouble, err
		}
		return code, format.Write(a.Out, in)
	}
	for i, x := range res.Findings {
		if i > 0 {
			fmt.Fprintln(a.Out)
		}
		fmt.Fprint(a.Out, evidenceTable(x))
	}
	for _, e := range res.Errors {
		a.complain(e)
	}
	fmt.Fprintf(a.Err, "%s, %d with a verdict, in %s.\n", count(len(res.Findings), "candidate"), res.Summary.Measured, duration(res.Summary.DurationMS))
	return code, nil
}

// writePage writes the page of pictures to a file, or to the output for "-".
func (a *app) writePage(path string, in *report.Input) error {
	if path == "-" {
		return report.HTML(a.Out, in)
	}
	var page bytes.Buffer
	if err := report.HTML(&page, in); err != nil {
		return err
	}
	if err := os.WriteFile(a.abs(path), page.Bytes(), 0o644); err != nil {
		return fmt.Errorf("the page cannot be written: %w", err)
	}
	fmt.Fprintf(a.Err, "%s written.\n", path)
	return nil
}

// evidenceTable shows a measurement with a bar per input size; bars are scaled
// to the longest one.
func evidenceTable(x finding.Finding) string {
	m := x.Measurement
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s [%s]\n  %s\n", report.Printable(x.Path), x.Range.Start.Line, x.Range.Start.Column, m.Verdict, x.Rule, report.Evidence(m))
	longest := 0.0
	for _, s := range m.Samples {
		longest = max(longest, s.MS)
	}
	for _, s := range m.Samples {
		width := 0
		if longest > 0 {
			width = int(s.MS / longest * 40)
		}
		fmt.Fprintf(&b, "  n=%-9s %9s ms  %s\n", report.Count(float64(s.N)), report.Millis(s.MS), strings.Repeat("█", max(width, 1)))
	}
	if len(m.Stubs) > 0 {
		fmt.Fprintf(&b, "  replaced to run it: %s\n", strings.Join(m.Stubs, ", "))
	}
	return b.String()
}
