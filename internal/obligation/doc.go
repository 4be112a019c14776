// Package obligation is the engine under both analyzers. It knows one idea: an
// acquisition creates an obligation, and on every path out of the function the
// obligation is discharged or handed over.
//
// # Words
//
// A site is a point in a function body that creates an obligation on a value,
// the resource: a call that opens a file, a go statement that somebody should
// wait for. Its [Spec] says what discharges it.
//
// An outcome is the end of one path from the site, as far as the obligation is
// concerned: released, released by a deferred call, handed over to another
// owner, leaked at an exit. A path on which there is no obligation has no
// outcome: the acquire's error is non-nil there, the value is nil, the process
// ends. The rules in the analyzer packages do nothing but read outcomes.
//
// # How it works
//
// The engine interprets a body over its control-flow graph (go/cfg) with
// symbolic values: the resource, the error that came with it, constants,
// objects that the function made itself, closures. Aliases need no analysis of
// their own then: two variables are aliases where they hold the same value.
// Only what is related to the obligation or can decide a branch is kept; any
// other value is "unknown".
//
// One walk follows one obligation. Up to its site a single joined state is
// kept for each block; from the site on a few states for each block, so that a
// flag or an error set on one path is still known where it is tested. A path
// ends where the obligation does, so that a walk usually covers a few blocks.
// Joins forget what differs, so that walks end; each has a budget of steps, and
// one that spends it answers "unknown", about which the rules are silent.
//
// Calls of closures and the deferred functions at an exit are interpreted in
// place. Any other callee is known by its [Summary], computed by the same walk
// with a parameter in place of the resource, and carried across packages as a
// fact.
//
// The nearest relatives are the Resource Leak Checker of the Checker Framework
// (Kellogg et al., Lightweight and Modular Resource Leak Verification, ESEC/FSE
// 2021), for obligations and their transfer, and ESP (Das et al., PLDI 2002),
// for the joining of states by what they say of the property.
//
// # Where it is silent
//
// A callee that may release is believed to release. What is stored where the
// walk cannot see it again is handed over; so is what a function literal opens
// and stores in a variable of the function around it, which a walk from within
// the literal does not see. Of a map that a callee is given the length is taken
// to stay. Concurrent writes to captured variables are not modelled, nor are
// pointers to pointers, reflection, cgo and unsafe.
//
// # The files
//
// spec.go has the terms, engine.go and analyzer.go are the front, body.go has what
// is known of a function before anybody walks it.
//
// Where an obligation begins: sites.go, by rows and summaries; evidence.go and
// shown.go, by what the function itself shows; launchsite.go; notowed.go, descriptor.go
// and twins.go, for calls that oblige nobody.
//
// A walk: walk.go is the fixpoint, approach.go the way up to the site. exec.go
// interprets statements, eval.go expressions, call.go and builtin.go calls,
// closure.go, inplace.go and callback.go literals; early.go, exits.go, panics.go
// and cleanup.go what is deferred. outcomes.go ends a path. making.go, fields.go
// and copies.go are about values.
//
// Branches: branch.go and enter.go pass on states, cond.go splits them. What is
// remembered of conditions is in conditions.go, clauses.go, correlate.go,
// order.go, kept.go, lengths.go and consts.go; of which one side is in doubt, in
// grown.go, again.go and told.go; what they ask in failing.go, predicate.go, codes.go,
// asserted.go and typecase.go.
//
// Loops: trips.go counts iterations, rounds.go looks at each, counters.go,
// loopstate.go and iteration.go are about their variables.
//
// Others: outs.go and disturb.go ask who else has a value or writes a variable,
// keeps.go who keeps the resource, foreign.go and launched.go are about those that
// get it.
//
// Callees: effects.go and pass.go for an argument, fresh.go, returned.go,
// idle.go, nilresult.go, outparam.go, fills.go and origin.go for a result,
// endless.go for a context that is a parameter, implementations.go for who is
// behind an interface; summary.go is the fact. letgo.go and types.go save walks.
// noreturn.go, functions.go, local.go and literals.go are about what a call runs.
//
// Questions from outside: await.go, owed.go, counted.go and times.go, who waits; offield.go,
// for fields; reach.go, for positions; openings.go, for a first config; trace.go,
// why.
package obligation
