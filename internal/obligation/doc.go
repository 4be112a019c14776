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
// walk cannot see it again is handed over. Concurrent writes to captured
// variables are not modelled, nor are pointers to pointers, reflection, cgo and
// unsafe.
package obligation
