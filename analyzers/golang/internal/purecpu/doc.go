// Package purecpu proves that code does nothing but compute.
//
// # The question
//
// A goroutine is cheap while it waits and expensive while it computes. Rules
// about cancellation and about pool sizes therefore need to know which of the
// two a piece of code does, and a guess is worse than no answer. The answer of
// this package is a proof: every statement and every call in the code is known
// to stay on the CPU. What is not known counts as "may wait".
//
// # The proof
//
// Code is CPU work when none of these occur in it:
//
//   - a send, a receive, a select, a range over a channel, close, go;
//   - a call of a function value, an interface method or a type parameter's
//     method, unless the table of interfaces names it (hash.Hash, image.Image,
//     cipher.Block, error, ...) or the value is a function literal or a named
//     function that is itself CPU work;
//   - a call of a function without a body here and without a summary: cgo,
//     assembly, packages that were not analysed;
//   - a call of a standard library function that the table does not list: all
//     of os, net, sync, sync/atomic, log, database/sql are absent on purpose;
//   - a reader or writer that is not known to be memory: a *bytes.Buffer is, a
//     variable whose one definition wraps such a buffer is, an io.Reader is not.
//
// Every function so proven gets a fact, so the proof crosses packages.
// Recursion is assumed to be CPU work until something in the cycle is not: the
// summaries of a package start optimistic and are taken back to a fixed point.
//
// # The cost
//
// Beside the proof stands a rough cost, since a loop over ten flags is CPU work
// too. A loop whose bound is unknown is a factor; nested factors multiply, and
// a factor that depends on what the enclosing loop iterates over does not: the
// loops of
//
//	for _, order := range orders {
//		for _, line := range order.Lines {
//
// visit each line once, which is linear in the data. A factor is strong when
// the code itself says that it counts a quantity rather than walks a list of
// things: an integer bound, numbers or bytes as elements, an image's bounds.
// Constant bounds, arrays, literals, variadic parameters, request headers and
// loops that halve their variable are no factor at all.
//
// A callee brings its strong factors, one more if it nests loops itself, and
// none for a short list that it walks. It also brings a weight: how expensive one unit is.
// The standard library's weights are data (std.go); a module's function has the
// heaviest weight that it reaches.
//
// # What it ignores
//
// Calls of String, Error, MarshalJSON and Less methods that the standard
// library makes through interfaces are taken to compute, as their contracts
// say. Finalizers, signals, page faults and the garbage collector do not
// count. A loop that always leaves in its first round is still a loop here.
//
// # Why not SSA
//
// The proof needs the static callee of a call and the operand of a loop, which
// types.Info has. Building SSA for a package and its dependencies costs several
// times the type check; and a driver which takes dependencies from export data
// could not build it at all.
package purecpu
