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
// rewriter.go and launch.go are the way of one go statement through the fixes: waitgroup.go,
// countdown.go, edits.go and batch.go (wg.Go), group.go (a group that is there), ownergroup.go (one in
// a field), target.go and shape.go (a helper). The edits are in literal.go, call.go, operands.go, operandnames.go, handle.go, params.go,
// renames.go, remark.go and unfold.go; context.go and fieldcontext.go find the context that a task is given, of
// a struct that embeds one by embedcontext.go;
// fieldlocal.go has a variable stand for a field that has just been set to it; readanyway.go asks
// whether a field may be read at the launch, fieldpath.go writes a path of fields as the launcher does,
// and fieldmethods.go follows methods for one; launcherwaits.go asks for what context the launcher gives
// the task up, endings.go whether that ends it; launchedgiven.go is what the launch gives to what it
// launches, and givenapart.go finds the context of an operand that is evaluated before, and of a group.
// wait.go and timer.go are fixes of other rules; timerdeed.go asks who would miss what a timer runs, and
// onemorefield.go whether a struct may have one more field.
//
// What they ask is in packages below, each of which knows only those before it: source (text, names
// and imports), vars (may an operand be evaluated later?), taskname (what is the task called?),
// eligible (may it be a task at all?).
//
// The analyzer untracked asks, by Launch, Wait and KeepTimer. Fixes of resources are in
// internal/unclosed.
package rewrite
