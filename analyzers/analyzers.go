// Package analyzers is the catalogue: every rule of asynclint, for both
// languages, in the order in which people read them.
//
// A rule that the two languages share has one name: one suppression token, one
// config key, one page of documentation.
package analyzers

import (
	"github.com/asynclint/asynclint/analyzers/jsanalysis"
)

// JS lists the rules for JavaScript and TypeScript.
var JS = []*jsanalysis.Analyzer{}
