// Package host holds the globals that a snippet sees.
//
// # Model
//
// The host is one script, run before the snippet in whatever engine executes
// it, so that goja and node see the same world: an event loop with virtual
// time, and stubs for what would leave the process. A macrotask is one call of
// __asynclint_host.step(); the engine drains microtasks when that call returns,
// so one call is one slice of the event loop. Timers, messages, network, files
// and workers settle in a later macrotask, never in the same one. Time stands
// still while code runs, except that asking for it moves it: a loop that polls
// the clock ends, and what it waited for is known.
//
// No file, network, environment or process is reachable. What the host does
// not know is a stub that records its use (__asynclint_stub, in package
// measure).
package host

import _ "embed"

//go:embed lang.js
var lang string

//go:embed host.js
var host string

// Script is the host as JavaScript. It adds what the engine lacks of the
// language, defines __asynclint_host and replaces the globals.
var Script = lang + host
