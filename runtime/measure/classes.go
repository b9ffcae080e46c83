package measure

// Class is a kind of operation that is counted while a snippet runs. Engines
// differ in what a class costs, so times are estimated from counts by class.
type Class int

// The classes. Those up to ClassAwait are counted where the program text shows
// them; the others by wrapping built-in functions.
const (
	ClassBase    Class = iota // a block was entered
	ClassLocal                // a local variable was read or written
	ClassArith                // arithmetic, comparison, logic
	ClassGet                  // a.b
	ClassIndex                // a[b]
	ClassSet                  // a.b = c, a[b] = c
	ClassCall                 // f(a), new F(a)
	ClassAlloc                // {}, [], one per literal
	ClassField                // one item of a literal
	ClassClosure              // a function was made
	ClassConcat               // template literals, + with a string literal
	ClassIter                 // one round of for-of or for-in
	ClassAwait                // await, yield, one promise settled

	ClassBuiltin   // a built-in function was called
	ClassCallback  // a built-in called back once
	ClassCopy      // an array item was copied
	ClassScan      // an array item was looked at (indexOf, includes, shift)
	ClassSort      // a comparison while sorting
	ClassSpread    // an item was spread
	ClassKeys      // an own key was listed or copied
	ClassHash      // Map and Set: get, set, has, add, delete
	ClassChars     // characters made or looked at by string functions
	ClassJSON      // characters read or written by JSON
	ClassRegexp    // steps of a regular expression's matcher
	ClassMath      // Math functions, number parsing and formatting
	ClassTyped     // items handled by typed array functions
	ClassMove      // an array item was moved with its neighbours, as by slice
	ClassSeek      // an array item was compared with a string
	ClassFar       // Map and Set: how far memory is, in doublings beyond 1024 entries
	ClassDict      // an own key of an object too large for a fixed layout
	ClassStep      // an item taken by destructuring a list
	ClassHot       // operations in the text of blocks that ran often enough to be compiled
	ClassReference // one call of a made-up callback, see Reference in inputs.js

	NumClasses
)

// ClassNames are the classes' names in tables and data files, by Class.
var ClassNames = [NumClasses]string{
	"base", "local", "arith", "get", "index", "set", "call", "alloc", "field", "closure", "concat", "iter", "await",
	"builtin", "callback", "copy", "scan", "sort", "spread", "keys", "hash", "chars", "json", "regexp", "math", "typed",
	"move", "seek", "far", "dict", "step", "hot",
	"reference",
}

// Counts are operations by class.
type Counts [NumClasses]float64
