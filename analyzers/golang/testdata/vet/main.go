// Command vet is the smallest tool for go vet -vettool; the tests build it.
package main

import (
	"fmt"
	"os"

	"github.com/asynclint/asynclint/analyzers/golang/vettool"
)

func main() {
	if !vettool.Invoked(os.Args[1:]) {
		fmt.Fprintln(os.Stderr, "not started by go vet")
		os.Exit(2)
	}
	vettool.Main()
}
