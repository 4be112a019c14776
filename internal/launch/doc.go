// Package launch finds the points of a package at which other code starts to
// run on another goroutine, and proves how far each is tied to an owner.
//
// Terms. The launcher is the function that holds the launch; the body is the
// function that runs on the new goroutine, with its parameters bound to the
// launch's arguments. What the body does, the contexts it observes, the receives
// that end it, the signals of its own end, is asked of package behaviour, and
// bound to the launcher's variables here.
//
// Two questions are asked of a raw launch, and each has one answer with the place that
// proves it. Who waits for it is a [Waiting]: by the signals of its end, each of a form
// that is a row of the catalogue ([catalog.Join]). For what a function owns the engine of
// obligations follows its paths ([Beyond]); for fields and package variables the package
// is searched for a wait, under all names of the group. What can end it from outside is a
// [Stop]: a context, a channel, or a method of the value that it serves.
//
// A launch through an approved helper is tracked. A raw one is joined where somebody
// waits (on all paths of who owns what is waited on), else bound where something can end
// it, else detached:
//
//	g.Go(work)                                   // tracked
//	go func() { defer wg.Done(); work() }()      // joined, if wg.Wait() is on each path
//	go func() { <-ctx.Done(); conn.Close() }()   // bound, if ctx can be cancelled
//	go func() { for { work() } }()               // detached
//
// The files. launch.go has the terms, discover.go finds launches, classify.go judges one.
// The two answers are in waits.go, with closing.go, loose.go and counted.go, and in stops.go, with
// cancelable.go; beyond.go asks the engine. first.go and missed.go are for messages. The
// rest is about forms of a launch: helpers (helper.go), groups (owner.go, passedgroup.go),
// timers and commands (other.go, oneshot.go, dropped.go), and entry.go, what a launch runs
// by the runtime's name.
//
// The rules of internal/untracked ask, and so do the engine, internal/hidden and
// internal/rewrite.
package launch
