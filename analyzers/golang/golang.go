// Package golang is the catalogue of the Go rules.
//
// Each rule is a plain *analysis.Analyzer in a package of its own, so it runs in
// asynclint, in `go vet -vettool`, as a golangci-lint module plugin, and in any
// other driver of golang.org/x/tools/go/analysis. This package and all below it
// depend on x/tools and the standard library only; none of them reaches the
// JavaScript half of the project.
package golang

import (
	"golang.org/x/tools/go/analysis"

	"github.com/asynclint/asynclint/analyzers/golang/abandonedsend"
	"github.com/asynclint/asynclint/analyzers/golang/busywait"
	"github.com/asynclint/asynclint/analyzers/golang/cancelnevercalled"
	"github.com/asynclint/asynclint/analyzers/golang/condneversignalled"
	"github.com/asynclint/asynclint/analyzers/golang/corecount"
	"github.com/asynclint/asynclint/analyzers/golang/cpubound"
	"github.com/asynclint/asynclint/analyzers/golang/droppedresult"
	"github.com/asynclint/asynclint/analyzers/golang/endlessticker"
	"github.com/asynclint/asynclint/analyzers/golang/fanout"
	"github.com/asynclint/asynclint/analyzers/golang/firstresult"
	"github.com/asynclint/asynclint/analyzers/golang/gomaxprocs"
	"github.com/asynclint/asynclint/analyzers/golang/handledropped"
	"github.com/asynclint/asynclint/analyzers/golang/heldlock"
	"github.com/asynclint/asynclint/analyzers/golang/ignoredchannel"
	"github.com/asynclint/asynclint/analyzers/golang/jscallback"
	"github.com/asynclint/asynclint/analyzers/golang/lockblock"
	"github.com/asynclint/asynclint/analyzers/golang/lockcycle"
	"github.com/asynclint/asynclint/analyzers/golang/missingsend"
	"github.com/asynclint/asynclint/analyzers/golang/oversizedpool"
	"github.com/asynclint/asynclint/analyzers/golang/rangeunclosed"
	"github.com/asynclint/asynclint/analyzers/golang/selfblockedsend"
	"github.com/asynclint/asynclint/analyzers/golang/selfwait"
	"github.com/asynclint/asynclint/analyzers/golang/stopneverclosed"
	"github.com/asynclint/asynclint/analyzers/golang/tickernotstopped"
	"github.com/asynclint/asynclint/analyzers/golang/timerdrain"
	"github.com/asynclint/asynclint/analyzers/golang/unguardedsend"
	"github.com/asynclint/asynclint/analyzers/golang/unreleasedpool"
	"github.com/asynclint/asynclint/analyzers/golang/unwaitedgroup"
)

// A Group is a set of rules that configuration, flags and suppressions accept
// in a rule's place.
type Group string

// The groups.
const (
	Blocking Group = "blocking" // CPU work in the wrong place
	Workers  Group = "workers"  // goroutines that never end
	Pools    Group = "pools"    // pools against the cores
)

// A Level is how severe a rule's findings are unless configured otherwise.
type Level string

// The levels.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Info    Level = "info"
	Hint    Level = "hint"
)

// A Fix says what a rule's suggested fixes promise.
type Fix string

// The kinds of fixes.
const (
	No      Fix = "no"      // none
	Safe    Fix = "safe"    // keeps the behaviour, applied by --fix
	Suggest Fix = "suggest" // for a person to look at
)

// An Entry is one rule with what hosts need to know beyond its analyzer.
type Entry struct {
	Analyzer *analysis.Analyzer // its Name is the rule's name
	Group    Group
	Level    Level
	Fix      Fix
	OptIn    bool // off unless asked for
}

// All lists the rules in the order in which people read them. Callers must not
// modify it.
var All = []Entry{
	{Analyzer: abandonedsend.Analyzer, Group: Workers, Level: Warning, Fix: Suggest},
	{Analyzer: firstresult.Analyzer, Group: Workers, Level: Warning, Fix: Suggest},
	{Analyzer: missingsend.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: rangeunclosed.Analyzer, Group: Workers, Level: Warning, Fix: Suggest},
	{Analyzer: selfblockedsend.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: selfwait.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: droppedresult.Analyzer, Group: Workers, Level: Warning, Fix: Suggest},
	{Analyzer: stopneverclosed.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: condneversignalled.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: cancelnevercalled.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: endlessticker.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: tickernotstopped.Analyzer, Group: Workers, Level: Warning, Fix: Safe},
	{Analyzer: timerdrain.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: unwaitedgroup.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: unreleasedpool.Analyzer, Group: Workers, Level: Warning, Fix: Safe},
	{Analyzer: ignoredchannel.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: handledropped.Analyzer, Group: Workers, Level: Warning, Fix: No},
	{Analyzer: unguardedsend.Analyzer, Group: Workers, Level: Warning, Fix: Suggest},

	{Analyzer: cpubound.Analyzer, Group: Blocking, Level: Warning, Fix: Suggest},
	{Analyzer: busywait.Analyzer, Group: Blocking, Level: Error, Fix: Suggest},
	{Analyzer: jscallback.Analyzer, Group: Blocking, Level: Error, Fix: Suggest},
	{Analyzer: heldlock.Analyzer, Group: Blocking, Level: Warning, Fix: No},
	{Analyzer: lockcycle.Analyzer, Group: Blocking, Level: Warning, Fix: No},
	{Analyzer: lockblock.Analyzer, Group: Blocking, Level: Info, Fix: No, OptIn: true},

	{Analyzer: oversizedpool.Analyzer, Group: Pools, Level: Warning, Fix: Suggest},
	{Analyzer: gomaxprocs.Analyzer, Group: Pools, Level: Warning, Fix: Safe},
	{Analyzer: corecount.Analyzer, Group: Pools, Level: Info, Fix: Suggest, OptIn: true},
	{Analyzer: fanout.Analyzer, Group: Pools, Level: Info, Fix: No, OptIn: true},
}

// Analyzers returns the rules that are on by default, and with optIn the others
// too.
func Analyzers(optIn bool) []*analysis.Analyzer {
	var analyzers []*analysis.Analyzer
	for _, e := range All {
		if optIn || !e.OptIn {
			analyzers = append(analyzers, e.Analyzer)
		}
	}
	return analyzers
}
