// Package launch finds the points of a package at which other code starts to
// run on another goroutine, and proves how far each is tied to an owner.
//
// Terms. The launcher is the function that holds the launch; the body is the
// function that runs on the new goroutine, with its parameters bound to the
// launch's arguments. A place is where a value comes from: a variable and the
// way from it over fields, elements and accessors. The effects of a function
// are what launches need to know of it, in terms of places outside of it: the
// contexts it observes, the receives that end it, the signals of its own end.
// Effects are computed once for each function that a body reaches, and bound to
// arguments at each call; across packages they travel as a [Behaviour].
//
// A launch through an approved helper is tracked. A raw one is
//   - joined, where the body signals its end on every path, as its last act or
//     deferred, and an [Awaiter] says that the launcher waits for that signal on
//     every path (for fields and package variables: that the package has a wait);
//   - bound, where the body observes a context from outside that can be
//     cancelled, or has a receive from a channel from outside that ends it;
//   - detached otherwise.
//
// What cannot be followed counts for nothing: a value with no place, a body that
// cannot be seen, a search that used up its steps. The one exception is a context
// that is handed to code that cannot be seen; it counts as observed.
package launch
