// Package eligible answers whether a launch may become a task, which is run by a helper that recovers
// its panics, may refuse it, and has it waited for at the end. In doubt it may not, and the reason is
// a clause for the message.
//
// # The files
//
// told.go is what the analysis has found out before; question.go looks into what is called.
// awaited.go, letsgo.go, stored.go, ownwait.go, taskwait.go and reach.go: whether somebody would wait in
// vain. ends.go, goesround.go, loopend.go, endless.go, beyond.go, exits.go and idle.go: whether it ends.
// stackreach.go: whether it asks who has called it. untask.go, given.go, forothers.go and
// pipeleft.go: whether it should be a task at all.
package eligible
