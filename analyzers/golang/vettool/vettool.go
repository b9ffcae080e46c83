// Package vettool lets a command serve as the tool of `go vet -vettool`.
//
// The go command starts the tool in three ways: with -V=full to learn a version
// for its cache, with -flags to learn the flags, and with the name of a .cfg
// file, after any flags, to analyse one package. A command that does other
// things too asks Invoked first and hands over to Main.
package vettool

import (
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/asynclint/asynclint/analyzers/golang"
)

// Invoked reports whether a command's arguments, without its name, come from
// `go vet`.
func Invoked(args []string) bool {
	if len(args) == 0 {
		return false
	}
	if args[0] == "-V=full" || args[0] == "-flags" {
		return true
	}
	return strings.HasSuffix(args[len(args)-1], ".cfg")
}

// Main analyses what the process's arguments say and ends the process, as the
// go command expects. Rules that are on by default run, unless flags such as
// -cpubound choose others.
func Main() {
	unitchecker.Main(golang.Analyzers(false)...)
}
