// Package analyzers is the catalogue: every rule of asynclint, for both
// languages, in the order in which people read them.
//
// A rule that the two languages share has one name: one suppression token, one
// config key, one page of documentation.
package analyzers

import (
	"github.com/asynclint/asynclint/analyzers/js/asynccallback"
	"github.com/asynclint/asynclint/analyzers/js/awaitinall"
	"github.com/asynclint/asynclint/analyzers/js/awaitinloop"
	"github.com/asynclint/asynclint/analyzers/js/corecount"
	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/js/oversizedpool"
	"github.com/asynclint/asynclint/analyzers/js/workerleak"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
)

// JS lists the rules for JavaScript and TypeScript, group by group. Those for
// Go are listed in package golang.
var JS = []*jsanalysis.Analyzer{
	// blocking
	cpubound.Analyzer,
	// awaits
	awaitinloop.Analyzer,
	awaitinall.Analyzer,
	asynccallback.Analyzer,
	// workers
	workerleak.Analyzer,
	// pools
	oversizedpool.Analyzer,
	corecount.Analyzer,
}
