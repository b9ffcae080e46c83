// Package chanflow knows, for one package, which channels are local to a
// function, who does what with them, and along which paths. It holds no
// diagnostics; the rules about goroutines that never end ask it.
//
// # Local channels
//
// A channel is local when it is made once, by make, into a variable of a
// function, and every use of that variable is a send, a receive, a range, close,
// len, cap, a comparison with nil, a discard into _, a capture by a function
// literal that the same function starts, defers or calls, or an argument for a
// parameter of a function of the same package which in turn does no more than
// that. Every other use is an escape, and nothing is said about the channel.
//
// The uses form a tree of scopes: one for the function that owns the channel,
// and below it one for each goroutine, deferred function or plain call that the
// channel is handed to, with the place in the parent where that happens.
//
// # Paths
//
// A graph has one node per simple statement or condition, in evaluation order.
//
//   - select: the waiting is a node of its own, and each communication stands
//     behind its own edge. Choosing one case says nothing about the others.
//   - A guarded operation is a communication of a select with another case or a
//     default; it can be given up, so it never holds a goroutine for good.
//   - Loops: the test before the first trip and the test before the next one are
//     different nodes. An edge says whether it leaves a loop that never ran, or
//     one that ran to its end; leaving by break or return is neither.
//   - && and || are branches.
//   - Conditions that occur more than once, over variables not assigned in
//     between, are remembered along the path: if started { go … } followed by
//     if started { <-done } has two paths and not four.
//   - panic and calls that do not return (by ctrlflow's facts, which include
//     os.Exit, log.Fatal and runtime.Goexit) end the path without an exit:
//     what happens there is the business of whoever recovers.
//   - defer: a deferred receive or drain counts from the defer statement on, in
//     all paths through it.
//   - A function literal is not part of the paths of the function around it. A
//     call of one that receives counts as receiving everything, which errs to
//     silence; so does the start of another goroutine that receives.
//   - goto is an edge like others. Functions with more than a bounded number of
//     path states are given up in silence.
//
// The exits of the owner are its returns, its end, and the node that makes the
// channel anew, in a loop. A return from main.main ends the process and every
// goroutine, so it is no exit.
//
// # Calls
//
// Some questions are about who runs what: does a loop, on its own stack, come to
// a function that waits for the loop's end? A call leads to the declaration or
// literal that it names; through a variable, parameter or field of function type,
// to all that the package puts there; through an interface, to the methods of the
// types that the package puts into that very operand. What comes from elsewhere
// leads nowhere. To take every type that has the method instead finds little more,
// and names calls that never happen. A method value counts as its method, the
// argument of sync.Once's Do as called on the spot, go as another stack.
//
// A channel in a field is one thing for all objects of the type: the package is
// asked for everything that it does with the field, and one use that cannot be
// placed ends the analysis. A capacity that is a parameter counts when all
// callers, known because the function is unexported or the package a program, give
// the same constant. In a program, what only an unused function does never happens.
//
// # What is ignored
//
// Panics inside goroutines, the values that travel through channels, aliases
// through assignment to other variables, and time.
package chanflow
