package runtime

import (
	"github.com/asynclint/asynclint/runtime/measure"
	"github.com/asynclint/asynclint/runtime/snippet"
)

// Reasons explains every reason that an unmeasured verdict can have.
var Reasons = map[string]string{
	snippet.ReasonRead:        "the file cannot be read",
	snippet.ReasonSyntax:      "the function's text does not parse by itself",
	snippet.ReasonNoFunction:  "the range holds no function",
	snippet.ReasonTooLarge:    "the function's modules are too large to bundle",
	snippet.ReasonGenerator:   "a generator runs when its caller asks",
	snippet.ReasonConstructor: "a constructor that calls super() needs its class",
	snippet.ReasonWorkload:    "an asynclint-input comment cannot be read",
	measure.FailedLoad:        "neither the module nor the function alone comes up",
	measure.FailedInputs:      "no inputs were found with which it runs",
	measure.FailedPending:     "its promise never settles and nothing grew",
	measure.FailedSyntax:      "the engine does not read it",
	measure.FailedInternal:    "the tool itself failed",
	ReasonBudget:              "the time for measuring was over before its turn",
	ReasonInconclusive:        "it ran; the estimate lies between harmless and blocking",
	ReasonStubs:               "its work is in stubs, whose cost is unknown",
	ReasonOutOfReach:          "the input size is too far from what could be run",
	ReasonNoGrowth:            "no growth observed",
	ReasonPartial:             "only one of the sizes that the work grows with grew",
	ReasonThrew:               "it threw at the sizes tried",
	ReasonDeadline:            "no run ended in time",
	ReasonMemory:              "the memory limit was reached",
	ReasonStack:               "it recursed beyond the stack",
	ReasonSandbox:             "the child process could not be started or died",
	ReasonEngine:              "the engine asked for is not there",
}
