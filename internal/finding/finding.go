// Package finding holds what the pipeline hands to reporters: findings, the
// evidence that the runtime adds to them, and the errors of the run itself.
//
// A finding speaks about the user's code; an error speaks about the run (a file
// that cannot be read, a rule that crashed) and is never turned into a finding.
// The JSON form of these types is the contract of --format json: names and
// units only ever grow. The package imports nothing of this module.
package finding

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity is how much a finding weighs. The zero value means "off": nobody
// should see the finding. Severities are ordered: Hint < Info < Warning < Error.
type Severity int

const (
	Off Severity = iota
	Hint
	Info
	Warning
	Error
)

var severityNames = [...]string{Off: "off", Hint: "hint", Info: "info", Warning: "warning", Error: "error"}

// Severities are the names that config and flags accept, weakest first.
func Severities() []string { return slices.Clone(severityNames[:]) }

func (s Severity) String() string {
	if s < 0 || int(s) >= len(severityNames) {
		return fmt.Sprintf("Severity(%d)", int(s))
	}
	return severityNames[s]
}

// ParseSeverity reads a name as String writes it.
func ParseSeverity(name string) (Severity, error) {
	if i := slices.Index(severityNames[:], name); i >= 0 {
		return Severity(i), nil
	}
	return Off, fmt.Errorf("unknown level %q: use one of %s", name, strings.Join(severityNames[:], ", "))
}

func (s Severity) MarshalText() ([]byte, error) {
	if s < 0 || int(s) >= len(severityNames) {
		return nil, fmt.Errorf("no such severity: %d", int(s))
	}
	return []byte(severityNames[s]), nil
}

func (s *Severity) UnmarshalText(text []byte) error {
	v, err := ParseSeverity(string(text))
	if err == nil {
		*s = v
	}
	return err
}

// Position is a place in a file. Line and Column count from 1, Column in bytes
// of UTF-8; Offset counts bytes from 0. A byte order mark is part of the file:
// it takes three columns of line 1.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

// Range is half open: End is the first position behind it.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Finding is one thing that a rule says about the user's code.
type Finding struct {
	Rule        string       `json:"rule"`
	Severity    Severity     `json:"severity"`
	Path        string       `json:"path"` // with slashes, relative to the working directory where possible
	Range       Range        `json:"range"`
	Message     string       `json:"message"`
	URL         string       `json:"url,omitempty"`
	Related     []Related    `json:"related,omitempty"`
	Fixes       []Fix        `json:"fixes,omitempty"`
	Measurement *Measurement `json:"measurement,omitempty"`

	// Measurable says that there is a function to run for it. Reports leave it
	// out: they have the measurement or the reason why there is none.
	Measurable bool `json:"-"`
}

// Related is another place that the finding speaks of.
type Related struct {
	Path    string `json:"path"`
	Range   Range  `json:"range"`
	Message string `json:"message"`
}

// Fix is one way to mend the code. A safe fix keeps the program's meaning and is
// what --fix applies; others are suggestions that a person must choose.
type Fix struct {
	Message string `json:"message"`
	Safe    bool   `json:"safe"`
	Edits   []Edit `json:"edits"`
}

// Edit replaces the bytes [Start, End) of a file by Text. Edits of one fix do
// not overlap.
type Edit struct {
	Path  string `json:"path"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Verdict is what running the flagged code says about the finding.
type Verdict string

const (
	Confirmed  Verdict = "confirmed"  // blocks 50 ms or more at or below the configured input size
	Refuted    Verdict = "refuted"    // even the high estimate stays harmless at that size
	Unmeasured Verdict = "unmeasured" // Reason says why there is no answer
)

// Measurement is the evidence of running the flagged code. Times are
// milliseconds of the longest uninterrupted slice of the event loop.
type Measurement struct {
	Verdict  Verdict  `json:"verdict"`
	Reason   string   `json:"reason,omitempty"`   // why unmeasured, or what limits the answer
	Engine   string   `json:"engine,omitempty"`   // "goja" or "node"
	Samples  []Sample `json:"samples,omitempty"`  // ascending n, as run by Engine
	Exponent *float64 `json:"exponent,omitempty"` // time grows as n^Exponent
	N50      *float64 `json:"n50,omitempty"`      // the smallest n that blocks 50 ms in V8
	V8MS     *float64 `json:"v8_ms,omitempty"`    // estimate for V8's first call at InputSize
	V8Low    *float64 `json:"v8_low,omitempty"`   // the interval of that estimate
	V8High   *float64 `json:"v8_high,omitempty"`
	// InputSize is the n that the verdict is about; it may be beyond the samples.
	InputSize int      `json:"input_size,omitempty"`
	InputFrom string   `json:"input_from,omitempty"` // where InputSize comes from: "default", "option", or words about the code
	Grows     string   `json:"grows,omitempty"`      // what n is the size of: "records"
	Stubs     []string `json:"stubs,omitempty"`      // what was replaced in order to run it
	// Slowness is how many times longer this machine takes than the one that the V8
	// figures are for; 0 where it is not known. The verdict does not depend on it.
	Slowness float64 `json:"slowness,omitempty"`
}

// Sample is one input size and how long the code blocked at it.
type Sample struct {
	N    int     `json:"n"`
	MS   float64 `json:"ms"`              // in the engine that ran it
	V8MS float64 `json:"v8_ms,omitempty"` // estimate for V8's first call
}

// RunError is something that went wrong in the run itself. Path, Rule, Line and
// Column are zero where they do not apply; Line and Column count as in Position.
type RunError struct {
	Path    string `json:"path,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

func (e RunError) Error() string {
	var b strings.Builder
	if e.Path != "" {
		b.WriteString(e.Path)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
			if e.Column > 0 {
				fmt.Fprintf(&b, ":%d", e.Column)
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	if e.Rule != "" {
		b.WriteString(" [" + e.Rule + "]")
	}
	return b.String()
}

// Summary counts what a run did. The counts by severity, Fixable and
// FilesWithFindings follow from the findings: see Result.Finish.
type Summary struct {
	Errors            int            `json:"errors"`
	Warnings          int            `json:"warnings"`
	Infos             int            `json:"infos"`
	Hints             int            `json:"hints"`
	Files             int            `json:"files"` // looked at
	FilesWithFindings int            `json:"files_with_findings"`
	Rules             int            `json:"rules"`                // that ran
	DurationMS        int64          `json:"duration_ms"`          // wall time of the run
	Measured          int            `json:"measured"`             // findings with a verdict other than unmeasured
	Fixable           int            `json:"fixable"`              // findings with a safe fix
	Suggestions       int            `json:"suggestions"`          // findings with an unsafe fix only
	Suppressed        int            `json:"suppressed,omitempty"` // by comments
	Baselined         int            `json:"baselined,omitempty"`  // by the baseline file
	Refuted           int            `json:"refuted,omitempty"`    // candidates that running showed to be harmless
	Skipped           map[string]int `json:"skipped,omitempty"`    // files left out, by reason
}

// Result is what one run of the pipeline yields. Findings are sorted and
// without duplicates once Finish was called.
type Result struct {
	Findings []Finding  `json:"findings"`
	Errors   []RunError `json:"errors"`
	Summary  Summary    `json:"summary"`
}

// Finish sorts findings and errors, drops duplicates and fills in the counts of
// the summary that follow from them. It may be called again after findings were
// taken away.
func (r *Result) Finish() {
	r.Findings = Sort(r.Findings)
	slices.SortFunc(r.Errors, func(a, b RunError) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	r.Errors = slices.Compact(r.Errors)
	s := &r.Summary
	s.Errors, s.Warnings, s.Infos, s.Hints, s.Measured, s.Fixable, s.Suggestions, s.FilesWithFindings = 0, 0, 0, 0, 0, 0, 0, 0
	last := ""
	for i, f := range r.Findings {
		switch f.Severity {
		case Error:
			s.Errors++
		case Warning:
			s.Warnings++
		case Info:
			s.Infos++
		case Hint:
			s.Hints++
		}
		if i == 0 || f.Path != last {
			s.FilesWithFindings++
			last = f.Path
		}
		if f.Measurement != nil && f.Measurement.Verdict != Unmeasured {
			s.Measured++
		}
		switch {
		case slices.ContainsFunc(f.Fixes, func(x Fix) bool { return x.Safe }):
			s.Fixable++
		case len(f.Fixes) > 0:
			s.Suggestions++
		}
	}
}

// Sort orders findings by path, place and rule, and drops those that say the
// same about the same place. Of duplicates the one with the highest severity
// stays, then the one with a measurement. It sorts in place.
func Sort(fs []Finding) []Finding {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(key(a, b), cmp.Compare(b.Severity, a.Severity), cmp.Compare(hasMeasurement(b), hasMeasurement(a)))
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool { return key(a, b) == 0 })
}

func key(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Range.Start.Line, b.Range.Start.Line),
		cmp.Compare(a.Range.Start.Offset, b.Range.Start.Offset),
		cmp.Compare(a.Range.End.Offset, b.Range.End.Offset),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message),
	)
}

func hasMeasurement(f Finding) int {
	if f.Measurement != nil {
		return 1
	}
	return 0
}
