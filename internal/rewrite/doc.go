// Package rewrite builds the edits of fixes. A fix is safe to apply unseen or it
// is not offered: what compiles, formats and behaves the same is argued beside
// each edit, and in doubt there is none.
//
// # What is to be kept
//
//	go s.serve(next())
//
// evaluates s.serve and next() at once, drops what serve returns, and runs it whatever
// happens. After a fix
//
//	n := next()
//	tracked.Go(ctx, "Server.serve", func(context.Context) error {
//		s.serve(n)
//		return nil
//	})
//
// the same is evaluated at the launch, in the same order; what is evaluated later has the
// same value then; names mean what they did; comments stay; and whoever waited for the
// goroutine still can. Where one of these cannot be shown the offer has the reason instead
// (Offer.Why), as a clause for the message.
//
// # The files
//
// launch.go is the way of one go statement through the fixes: waitgroup.go and batch.go
// (wg.Go), group.go (a group that is there), ownergroup.go (one in a field), target.go and
// shape.go (a helper). The edits are in literal.go, call.go and handle.go. What they ask:
// fixed.go, operands.go and params.go (may it be evaluated later), once.go (is it set once),
// declfacts.go and facts.go (who changes a variable), ends.go and loopend.go (does it end),
// awaited.go (does somebody wait), untask.go (should it be a task at all), taskname.go and
// works.go (what it is called, with taskdeed.go, taskplace.go and tasksalike.go), context.go
// (whose context it gets), later.go (may a variable change), packages.go (what is known
// of other packages), names.go, scope.go and imports.go (what names mean), source.go and
// text.go (what the file looks like). wait.go and timer.go are fixes of other rules.
//
// The analyzer untracked asks, by Launch, Wait and KeepTimer. Fixes of resources are in
// internal/unclosed.
package rewrite
