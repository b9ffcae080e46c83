package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/asynclint/asynclint/internal/finding"
	"github.com/asynclint/asynclint/internal/report"
)

// summary prints what the run did:
//
//	2 errors, 1 warning in 3 of 120 files (24 rules, 85 ms, 5 measured). 1 fixable with --fix.
//
// and below it what was left out, and why flagged code was not measured.
func (a *app) summary(o *lintOptions, res finding.Result, fx *fixes) {
	if o.quiet {
		return
	}
	s := res.Summary
	var found []string
	for _, part := range []struct {
		n    int
		word string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Infos, "info"}, {s.Hints, "hint"}} {
		if part.n > 0 {
			found = append(found, count(part.n, part.word))
		}
	}
	text := fmt.Sprintf("no findings in %s", count(s.Files, "file"))
	if s.Files == 0 {
		text = "no files to lint"
	}
	if len(found) > 0 {
		text = fmt.Sprintf("%s in %d of %s", strings.Join(found, ", "), s.FilesWithFindings, count(s.Files, "file"))
	}
	var facts []string
	if s.Rules > 0 {
		facts = []string{count(s.Rules, "rule"), duration(s.DurationMS)}
	}
	for _, part := range []struct {
		n    int
		word string
	}{{s.Measured, "measured"}, {s.Refuted, "refuted"}, {s.Suppressed, "suppressed"}, {s.Baselined, "in the baseline"}} {
		if part.n > 0 {
			facts = append(facts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	text += "."
	if s.Fixable > 0 && !o.fix {
		text += fmt.Sprintf(" %d fixable with --fix.", s.Fixable)
	}
	if s.Suggestions > 0 && !o.suggestions {
		text += fmt.Sprintf(" %d with --fix-suggestions.", s.Suggestions)
	}
	if fx != nil && fx.applied > 0 {
		text += fmt.Sprintf(" %s applied.", count(fx.applied, "fix"))
	}
	fmt.Fprintln(a.Err, text)
	if list := tally(s.Skipped); list != "" {
		fmt.Fprintf(a.Err, "left out: %s.\n", list)
	}
	if list := tally(unmeasured(res.Findings)); list != "" {
		fmt.Fprintf(a.Err, "not measured: %s.\n", list)
	}
}

// unmeasured counts why flagged code has no verdict.
func unmeasured(findings []finding.Finding) map[string]int {
	reasons := map[string]int{}
	for _, f := range findings {
		if m := f.Measurement; m != nil && m.Verdict == finding.Unmeasured {
			reason, _, _ := strings.Cut(m.Reason, ":") // the kind; the details are with the finding
			reasons[cmp.Or(reason, "unknown")]++
		}
	}
	return reasons
}

// tally lists counts, the largest first: "12 ignored, 3 generated".
func tally(counts map[string]int) string {
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, w := range words {
		words[i] = report.Count(float64(counts[w])) + " " + w
	}
	return strings.Join(words, ", ")
}

// count puts a number before a word in the right form.
func count(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "x"):
		return report.Count(float64(n)) + " " + word + "es"
	}
	return report.Count(float64(n)) + " " + word + "s"
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func duration(ms int64) string {
	if ms < 10_000 {
		return fmt.Sprintf("%d ms", ms)
	}
	return fmt.Sprintf("%.1f s", float64(ms)/1000)
}
