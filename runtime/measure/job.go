// Package measure runs a program at growing input sizes and reads a verdict
// from what it counted.
//
// # Model
//
// The longest slice of the event loop is what counts. For each input size the
// program runs twice: once with every block counted, which gives operations by
// class and does not depend on the machine, and once as it is, which gives the
// engine's own time. The counts times fitted weights estimate what V8 takes for
// a first call; the verdict rests on that estimate and its interval, so it is
// the same on every run and every machine. The time is the cross-check.
//
// Inputs are found by running the program on recording proxies, then made as
// plain data of the shape that was seen (inputs.js). Sizes grow one input at a
// time.
package measure

import (
	"time"

	"github.com/asynclint/asynclint/runtime/snippet"
)

// Job is what the child process is asked to measure.
type Job struct {
	Program   *snippet.Program `json:"program"`
	Grow      []string         `json:"grow,omitempty"`
	InputSize int              `json:"input_size"`
	Deadline  time.Duration    `json:"deadline"`        // processor time of this process for the whole job
	MaxOps    float64          `json:"max_ops"`         // counted operations of one run; 0 means the default
	Sizes     []int            `json:"sizes,omitempty"` // run these sizes only, whatever they take
}

// Sample is one input size's longest slice.
type Sample struct {
	N      int     `json:"n"`
	Counts Counts  `json:"counts"` // of the heaviest slice
	Total  float64 `json:"total"`  // operations of the whole run
	Effort float64 `json:"effort"` // the same by what they cost the embedded engine
	Polled float64 `json:"polled"` // ms of virtual time spent polling the clock in one slice
	MS     float64 `json:"ms"`     // the engine's time for the longest slice; 0 if not taken
	Slices int     `json:"slices"` // macrotasks of the run
	Stubs  int     `json:"stubs"`  // calls of stubs
	// Forwarded counts reads, calls and constructions of what stands for modules and
	// globals; their own cost is in no class.
	Forwarded int  `json:"forwarded"`
	Handed    int  `json:"handed"` // calls of stubs with so much data that their own cost would matter
	Cut       bool `json:"cut"`    // stopped by the deadline: counts are a lower bound
}

// Outcome is what the child process answers.
type Outcome struct {
	Dim     string   `json:"dim"`     // the input that grew, or the bound of a loop as written
	Bound   int      `json:"bound"`   // where a loop's bound grew: what the text says
	Records bool     `json:"records"` // its items are objects, each with a place of its own in memory
	Samples []Sample `json:"samples"`
	Failed  string   `json:"failed"` // one of the Failed constants, or empty
	Detail  string   `json:"detail"`
	Used    []string `json:"used"` // stubs that were used
	Threw   string   `json:"threw"`
	Lenient bool     `json:"lenient"` // missing properties were stubbed
	Variant int      `json:"variant"` // which of the shapes that the code distinguishes ran
	Dims    []string `json:"dims"`
	Shapes  string   `json:"shapes"`  // what was learned of the inputs, for another engine
	Pending bool     `json:"pending"` // the function's promise did not settle
}

// How a run can fail.
const (
	// FailedLoad: the module around the function does not come up.
	FailedLoad = "load"
	// FailedInputs: no inputs were found with which the function runs.
	FailedInputs = "inputs"
	// FailedDeadline: the time was over before the first sample.
	FailedDeadline = "deadline"
	// FailedPending: the function's promise never settled.
	FailedPending = "pending"
	// FailedSyntax: the engine does not read the program.
	FailedSyntax = "engine-syntax"
	// FailedMemory: the memory limit was reached.
	FailedMemory = "memory"
	// FailedInternal: the tool itself failed.
	FailedInternal = "internal"
)
