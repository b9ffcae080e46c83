package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/report"
)

// measure prints only the evidence.
func (a *app) measure(args []string) (int, error) {
	var o options
	f := a.flags("asynclint measure", "[paths]", "Run every candidate at growing input sizes and print how long each keeps the event loop busy.")
	asJSON := f.Bool("json", false, "as JSON, in the form of --format json")
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
	p := a.startProgress(nil, &req)
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
	if *asJSON {
		format, err := report.Lookup("json")
		if err != nil {
			return ExitTrouble, err
		}
		return code, format.Write(a.Out, &report.Input{Version: Version, Dir: a.Dir, Result: res})
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

// evidenceTable shows a measurement with a bar per input size; bars are scaled
// to the longest one.
func evidenceTable(x finding.Finding) string {
	m := x.Measurement
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s [%s]\n  %s\n", x.Path, x.Range.Start.Line, x.Range.Start.Column, m.Verdict, x.Rule, report.Evidence(m))
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
