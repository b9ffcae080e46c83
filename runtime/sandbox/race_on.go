//go:build race

package sandbox

// raceEnabled: the race detector's shadow memory needs more address space than
// a child may have, so tests with it run without that limit.
const raceEnabled = true
