// Package behaviour knows what the functions of a package do to the outside, as far as it
// matters to goroutines: which contexts they observe, which receives end them, what they signal
// at their own end, what they call of what they are given, and what they wait for.
//
// Terms. A [Place] is where a value comes from: a variable and the way from it over fields,
// elements and accessors. The [Effects] of a function are what launches need to know of it, in
// terms of places outside of it. They are computed once for each function that somebody asks
// about, and bound to arguments at each call; functions that call each other are solved
// together. Across packages they travel as a [Behaviour], in numbers of parameters.
//
// Paths count: a receive ends a function only where nothing but winding up follows it, and a
// signal tells of an end only where it is deferred, or the last act on every path. That is asked
// of the control-flow graph ([Flow]).
//
// Who waits for what more than one function can name, a field or a package variable, is found by
// one search over the package ([Package.Waited]), under all names of a group
// ([Package.GroupAliases]). It follows no paths from a launch: whoever owns a field waits for it
// in a method that runs later.
//
// What cannot be followed counts for nothing: a value with no place, a body that cannot be seen,
// a search that used up its steps. The one exception is a context that is handed to code that
// cannot be seen; it counts as observed.
//
// The files. effects.go, ends.go, signals.go and joins.go have what a function does, over flow.go
// and branches.go (ctxarm.go has an exception, behind.go and onpanic.go what runs behind a signal,
// nilguard.go what is owed to what may be nil), and solve.go
// solves for all that call each other;
// handed.go, handle.go and passing.go what it does with functions and contexts that it is given.
// Values are followed by origin.go and making.go to a place (place.go); callee.go says what a
// call runs, mention.go which line shows it. package.go is what all queries share; index.go and
// indexer.go are the one walk over the package. packagewaits.go, aliases.go, groupnames.go and
// wrapped.go find waits; facts.go takes all of it across packages.
//
// What a launch is, and what follows from this for one, is in package launch.
package behaviour
