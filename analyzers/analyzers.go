// Package analyzers is the catalogue: every rule of asynclint, for both
// languages, in the order in which people read them.
//
// A rule that the two languages share has one name: one suppression token, one
// config key, one page of documentation.
package analyzers

import (
	"github.com/asynclint/asynclint/analyzers/js/asynccallback"
	"github.com/asynclint/asynclint/analyzers/js/atomicswait"
	"github.com/asynclint/asynclint/analyzers/js/awaitinall"
	"github.com/asynclint/asynclint/analyzers/js/awaitinloop"
	"github.com/asynclint/asynclint/analyzers/js/blockingcall"
	"github.com/asynclint/asynclint/analyzers/js/busywait"
	"github.com/asynclint/asynclint/analyzers/js/corecount"
	"github.com/asynclint/asynclint/analyzers/js/cpubound"
	"github.com/asynclint/asynclint/analyzers/js/domaccess"
	"github.com/asynclint/asynclint/analyzers/js/fanout"
	"github.com/asynclint/asynclint/analyzers/js/heavytransition"
	"github.com/asynclint/asynclint/analyzers/js/isolation"
	"github.com/asynclint/asynclint/analyzers/js/lateevent"
	"github.com/asynclint/asynclint/analyzers/js/microtaskyield"
	"github.com/asynclint/asynclint/analyzers/js/missingtransfer"
	"github.com/asynclint/asynclint/analyzers/js/oversizedpool"
	"github.com/asynclint/asynclint/analyzers/js/parallelawait"
	"github.com/asynclint/asynclint/analyzers/js/pseudoparallel"
	"github.com/asynclint/asynclint/analyzers/js/sequentialawait"
	"github.com/asynclint/asynclint/analyzers/js/sharedwrite"
	"github.com/asynclint/asynclint/analyzers/js/uncloneable"
	"github.com/asynclint/asynclint/analyzers/js/useaftertransfer"
	"github.com/asynclint/asynclint/analyzers/js/workerapi"
	"github.com/asynclint/asynclint/analyzers/js/workererror"
	"github.com/asynclint/asynclint/analyzers/js/workerleak"
	"github.com/asynclint/asynclint/analyzers/js/workerpertask"
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
)

// JS lists the rules for JavaScript and TypeScript, group by group. Those for
// Go are listed in package golang.
var JS = []*jsanalysis.Analyzer{
	// blocking
	cpubound.Analyzer,
	blockingcall.Analyzer,
	busywait.Analyzer,
	microtaskyield.Analyzer,
	pseudoparallel.Analyzer,
	heavytransition.Analyzer,
	fanout.Analyzer,
	// awaits
	awaitinloop.Analyzer,
	sequentialawait.Analyzer,
	awaitinall.Analyzer,
	asynccallback.Analyzer,
	parallelawait.Analyzer,
	lateevent.Analyzer,
	// workers
	workerleak.Analyzer,
	workerpertask.Analyzer,
	workererror.Analyzer,
	workerapi.Analyzer,
	domaccess.Analyzer,
	// pools
	oversizedpool.Analyzer,
	corecount.Analyzer,
	// memory
	missingtransfer.Analyzer,
	useaftertransfer.Analyzer,
	uncloneable.Analyzer,
	atomicswait.Analyzer,
	isolation.Analyzer,
	sharedwrite.Analyzer,
}
