// Package hidden finds out what a call leaves behind: the goroutines that a
// function starts, directly or by what it calls, which outlive it and have no end
// of their own.
//
// # The property
//
// The body of a launch has no end of its own where no path of it reaches its end
// without passing a gate. A gate is a receive, a range over a channel or a
// context's end: it opens where somebody sends, closes or cancels. A body without
// gates on its ways out loops for ever. Whatever else a body waits for (a lock, a
// WaitGroup, a send, a read) is taken to come.
//
// For each gate the package then finds out who can open it, in terms of the
// function that launches: nobody; its caller, by a parameter, by the receiver or by
// a result; or somebody who cannot be told, in which case nothing is claimed. The
// search follows the value, by all the names that it has in the package: the
// variables and fields it is stored in, the parameters it is passed for. What the
// function opens itself ends with the call. What it leaves behind it passes on to
// its own callers, who may hold what opens the gate, or drop it.
//
// # Across packages
//
// What a function leaves behind is a fact, in terms of its parameters and results,
// with the conditions on its arguments under which it gets there and the names of
// the methods that end it. The rule judges calls of other modules by these facts.
//
// # Where it is silent
//
// Nothing is said of what is started at most once in the life of the process, or
// for each key of a map; of a body that ends in a call which cannot be seen; of a
// value that goes where it cannot be followed; of what a finalizer ends.
package hidden
