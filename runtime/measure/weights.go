package measure

// Weights are nanoseconds of V8's time per operation, by class.
var Weights = [NumClasses]float64{
	2, 0.5, 0.7, 1.5, 1.5, 2.5, 4, 12, 3, 12, 15, 4, 120,
	6, 6, 1.5, 1, 15, 3, 20, 30, 1, 6, 4, 8, 1,
	250,
}

// What a first call costs on top: a constant, and the interpreter until code is
// compiled.
const (
	overheadMS = 0.05
	warmupMS   = 3.3
	warmupRate = 3.0
)
