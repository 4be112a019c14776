// Package stuck finds goroutines that can never end because of a channel that
// nobody else has.
//
// # The property
//
// A channel is in sight where it is made by a function, in a variable that is
// never assigned again, and every use of it can be seen: in the function, in
// literals that it calls, defers or launches, and in functions of the package
// that it is given to and that do nothing with it but to send, receive, range,
// close, len and cap. Nobody else can ever take part in what happens on it.
//
//	ch := make(chan int)
//	go func() { ch <- work() }() // stuck: after the timeout nobody receives
//	select {
//	case v := <-ch:
//		return v, nil
//	case <-time.After(d):
//		return 0, errTimeout
//	}
//
// With make(chan int, 1) nothing is stuck here. Where ch is returned, stored in a
// field or sent to somebody, it is not in sight, and nothing is said.
//
// The function that makes such channels, what it launches and what it calls with
// them are then a closed system, and a goroutine of it is stuck where there is a
// run of the system that ends with the goroutine waiting on a channel in sight
// while all others have ended or wait likewise.
//
// # How it works
//
// The system is executed, over the control-flow graphs of its functions, with
// values that are known as far as they matter (constants, counters, lengths, the
// channels and WaitGroups in sight, closures, structs that are sent) and symbols
// for all else. What a run cannot know it chooses: which way a branch goes, which
// arm of a select is ready, who runs first. The search starts with the run that
// makes no unusual choice and deviates from it in a few of them, within a budget
// of steps. So a claim always has a concrete run to show.
//
// # Where it is silent
//
// A run counts only if its choices can be made together: two branches that depend
// on the same symbol are followed where they ask the same question, and abandon
// the run otherwise. So does what ends the process, a panic, a variable that code
// out of sight sets, and a loop that is too long. A number that is not known, a
// length or a parameter that a loop counts to, is taken to be the same small
// number everywhere, and a claim must hold for two such numbers; what depends on
// how two of them are related is no claim. What waits for something out of sight
// goes on last. Locks and condition variables are not modelled, and neither are
// channels out of sight: what a goroutine waits for there happens some time.
//
// # The files
//
// sight.go says which channels are in sight, program.go, function.go and
// defined.go prepare what a run needs to know of the code, search.go makes runs
// and reads claims off them; certain.go says which runs count. machine.go and
// the files that it calls are one run: exec.go, assign.go, channels.go, loops.go
// and atomics.go do, eval.go, called.go, conditions.go and value.go compute,
// decide.go chooses, known.go and disturb.go say what is not free to be chosen.
// room.go is about the fix, turns.go counts the launches that it has to make room for, and
// roomgroup.go asks who waits for them.
//
// The rule stuck of internal/untracked is the only caller, by Claims.
package stuck
