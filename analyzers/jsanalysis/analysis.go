// Package jsanalysis is golang.org/x/tools/go/analysis for JavaScript and
// TypeScript: an Analyzer is a value, a Pass is its view of one file, and what
// it reports is an analysis.Diagnostic. Who knows that package knows this one.
//
// # Where it differs, and why
//
// Go's analyzers get a package and facts about the packages below it, bottom
// up. JavaScript's modules import each other in circles, most files have no
// finding, and parsing is the main cost. So knowledge that crosses files is not
// pushed up the graph but asked for: a project analyzer runs once, its result
// is an oracle that answers questions about any function of the project, and
// parses other files only when an answer needs them. Facts (see Facts) keeps
// the oracle's answers, and computes those of functions that call each other in
// circles to a fixed point per strongly connected component.
//
// An Analyzer names the words without which it has nothing to say. A file whose
// text holds none of them is not parsed for it.
package jsanalysis

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/jsparse"
)

// Level is how much a finding weighs.
type Level uint8

// The levels, rising. Measured means that the runtime's verdict decides; until
// it has, the finding is a warning.
const (
	Default Level = iota // the analyzer's own
	Off
	Hint
	Info
	Warning
	Error
	Measured
)

var levelNames = [...]string{"default", "off", "hint", "info", "warning", "error", "measured"}

func (l Level) String() string { return levelNames[l] }

// FixKind says what the rule can mend.
type FixKind uint8

// The kinds of fixes.
const (
	NoFix   FixKind = iota
	Suggest         // offered in an editor or by --fix-suggestions
	Safe            // applied by --fix
)

var fixNames = [...]string{"no", "suggest", "safe"}

func (k FixKind) String() string { return fixNames[k] }

// Analyzer is one rule, or a shared pass that rules ask.
type Analyzer struct {
	Name   string   // Go identifier; folder, config key and suppression token
	Doc    string   // one line, then why
	URL    string   // page of the rule
	Groups []string // blocking, awaits, workers, pools, memory
	Level  Level    // default level
	Fix    FixKind
	OptIn  bool // off unless asked for

	// Words: the rule has nothing to say about a text that holds none of them.
	// nil means every text. Not asked of project analyzers.
	Words []string

	// Wants, if set, is asked about a text that holds one of Words, before it is
	// parsed: false is as good as a proof that the rule has nothing to say about
	// it. It must cost little beside a parse. The Pass has no File, and Report
	// must not be called.
	Wants func(p *Pass, text string) bool

	// Project analyzers run once for a run, not for each file; their Pass has
	// neither File nor Module, and their result must be safe for concurrent use.
	Project bool

	// Requires lists the analyzers whose results Run reads from Pass.ResultOf.
	// A rule requires project analyzers only.
	Requires []*Analyzer

	// Run reports through its Pass. It is called concurrently for different
	// files. An error says that the analyzer itself failed.
	Run func(*Pass) (any, error)
}

func (a *Analyzer) String() string { return a.Name }

// Options is what the user set for the project.
type Options struct {
	Cores     int // of the target machine; 0 is unknown
	InputSize int // items that a collection of unknown size may hold; 0 is the default of 10,000
}

// Pass is one run of an Analyzer: over one file, or once over the project.
type Pass struct {
	Analyzer *Analyzer
	Fset     *token.FileSet
	Graph    *jsparse.Graph
	Options  Options
	Modules  []*jsparse.Module // that the run reports on; a project analyzer's alone
	Module   *jsparse.Module   // of File
	File     *jsparse.File     // a source file, or one script scope of a .vue, .svelte, .astro or .html
	ResultOf map[*Analyzer]any
	Report   func(Diagnostic)
}

// Diagnostic is an analysis.Diagnostic and what only this tool knows.
type Diagnostic struct {
	analysis.Diagnostic
	Level   Level          // Default for the analyzer's; a rule at level Hint cannot raise it, since hints that nobody sees are not computed
	Measure jsparse.Cursor // the function whose blocking time is the evidence; none if nothing is to be run
	Grow    []string       // what its work grows with, as written: "records.length"
	Size    float64        // how large the largest of these plausibly gets; 0 if unknown
	Safe    bool           // the fixes may be applied unasked
}

// Reportf reports a message at a node.
func (p *Pass) Reportf(at jsparse.Cursor, format string, args ...any) {
	p.Report(Diagnostic{Diagnostic: analysis.Diagnostic{Pos: at.Pos(), End: at.TokenEnd(), Message: fmt.Sprintf(format, args...)}})
}

// Related points at the other end of a finding.
func Related(at jsparse.Cursor, format string, args ...any) analysis.RelatedInformation {
	return analysis.RelatedInformation{Pos: at.Pos(), End: at.TokenEnd(), Message: fmt.Sprintf(format, args...)}
}

// Replace is the edit that puts text in a node's place.
func Replace(at jsparse.Cursor, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: at.Pos(), End: at.TokenEnd(), NewText: []byte(text)}
}

// Insert is the edit that puts text at a byte offset of a file.
func Insert(f *jsparse.File, offset int, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: f.Pos(offset), End: f.Pos(offset), NewText: []byte(text)}
}
