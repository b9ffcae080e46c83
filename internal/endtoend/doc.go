// Package endtoend tests asynclint together with the programs that it is made
// to work with: shells, git hooks, CI services' readers, npm, editors' matchers,
// build systems, hosts of Go analyzers.
//
// Each test runs the real counterpart on a build of this tree. Where one is not
// installed, and CI=true says that this machine may be changed, it is installed
// first, from Debian or npm; elsewhere the test skips itself and says what to
// install. The documentation's commands are tested here, too: what a page tells
// people to type is run as it stands there.
package endtoend
