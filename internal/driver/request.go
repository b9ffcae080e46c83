// Package driver is the one pipeline: paths in, findings out.
//
//	paths ─▶ load ─▶ parse ─▶ analyze ─▶ suppress ─▶ measure ─▶ Result
//
// The command, the language server, the tests and the docs generator all call
// Run. Diagnostics of both languages become findings here and nowhere else.
// What goes wrong with a file or a rule is an Error in the Result, and the rest
// of the run goes on; Run itself fails only where nothing can be done.
package driver

import (
	"time"

	"github.com/asynclint/asynclint/internal/config"
	"github.com/asynclint/asynclint/internal/finding"
)

// MeasureMode says whether flagged code is run.
type MeasureMode string

// The modes. With Require, a candidate that could not be measured is an error
// of the run; with Only, nothing but measured candidates is reported.
const (
	MeasureAuto    MeasureMode = "auto"
	MeasureOff     MeasureMode = "off"
	MeasureRequire MeasureMode = "require"
)

// Request is one run.
type Request struct {
	Dir      string   // working directory, absolute; paths in the Result are relative to it
	Patterns []string // files, folders, globs, "./..."; none is "."
	Config   *config.Resolver

	Rules []string // rules or groups to run, opt-in ones included; none is the default set
	Skip  []string // rules or groups to leave out

	// Overlay holds texts of files that differ from the disk, by absolute path.
	Overlay map[string][]byte
	// Only, if not nil, limits findings to these absolute paths; others are
	// read where knowledge of them is needed.
	Only map[string]bool

	Jobs    int // files analysed at the same time; 0 is the number of processors
	Measure MeasureMode
	Budget  time.Duration // for measuring; 0 is the default of 10 s
	// MeasureOnly, if not nil, chooses the findings that are measured.
	MeasureOnly func(finding.Finding) bool

	Engine    string // "goja" (default) or "node"
	InputSize int    // items a collection of unknown size may hold; 0 is 10,000
	Cores     int    // of the target machine; 0 is unknown
	NoCache   bool
	All       bool // also what is off by default for its level: hints, refuted candidates

	// Progress is called from several goroutines; it may be nil.
	Progress func(done, total int, what string)
}

// RuleInfo describes a rule of the catalogue.
type RuleInfo struct {
	Name      string   `json:"name"`
	Languages []string `json:"languages"` // "js", "go"
	Groups    []string `json:"groups"`
	Level     string   `json:"level"` // default: "hint", "info", "warning", "error", "measured"
	Fix       string   `json:"fix"`   // "no", "suggest", "safe"
	OptIn     bool     `json:"opt_in"`
	Summary   string   `json:"summary"`
	URL       string   `json:"url"`
}
