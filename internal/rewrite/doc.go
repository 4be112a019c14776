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
// launch.go is the way of one go statement through the fixes: waitgroup.go, countdown.go, edits.go and
// batch.go (wg.Go), group.go (a group that is there), ownergroup.go (one in a field),
// target.go and shape.go (a helper). The edits are in literal.go, call.go, handle.go,
// params.go, renames.go and remark.go. wait.go and timer.go are fixes of other rules.
//
// May an operand be evaluated later? fixed.go, operands.go, later.go. Who changes a
// variable: declfacts.go and facts.go; once.go, whilemade.go, written.go, setbeside.go and
// tree.go for fields and exported variables; flags.go, unset.go and surelycalled.go for
// what it has at the launch.
//
// May the goroutine run by a helper? awaited.go, letsgo.go, ownwait.go and reach.go,
// whether somebody would wait in vain; ends.go, loopend.go, endless.go, beyond.go, exits.go and idle.go, whether it ends;
// stackreach.go; untask.go, given.go and pipeleft.go, whether it should be a task at all. question.go looks into what
// is called.
//
// What it is given: context.go and fieldcontext.go, whose context; taskname.go, works.go,
// taskdeed.go, taskplace.go, tasksalike.go, enclosing.go and saidabove.go, what the task is
// called.
//
// What names mean, and where there is room: names.go, scope.go, imports.go, packages.go,
// module.go, vendored.go, beside.go, source.go, text.go.
//
// The analyzer untracked asks, by Launch, Wait and KeepTimer. Fixes of resources are in
// internal/unclosed.
package rewrite
