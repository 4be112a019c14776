// Package tracked gives goroutines an owner.
//
// A [Group] launches tasks and knows, for each of them, its name, where in the
// code it was launched, and since when it runs. It lists the live tasks, waits
// for them, keeps their errors, and shuts them down by a deadline, at which its
// error names the tasks that did not stop and where each was launched.
//
//	tracked.Go(ctx, "poller", poll)          // poll is func(context.Context) error
//	...
//	err := tracked.Shutdown(deadline)        // refuse, cancel, wait
//
// # Two forms
//
// [Group.Go] launches a function. [Group.Start] only registers a task, for code
// that keeps its go statement where it is, so that a goroutine dump still says
// "created by" the code that created it:
//
//	t := g.Start(ctx, "poller")
//	go func() {
//		defer t.Done()
//		poll(t.Context())
//	}()
//
// # What holds
//
//   - Whatever was launched before [Group.Shutdown] is waited for; nothing is
//     launched once it has begun. There is no third case.
//   - A task's context is done when the context it was launched with is, or when
//     its group shuts down. It is not cancelled when the task ends: what the
//     task started with that context goes on.
//   - A function that was launched runs, even if its context is already done.
//   - An error is kept for [Group.Wait] and ends nothing else, unless
//     [Options.CancelOnError] says so. Nothing is ever printed.
//   - A panic ends the process as it would have without the group, and says
//     which task it was; or it becomes the task's error ([Options.Panics]).
//   - [runtime.Goexit] ends the task like a return.
//
// # What it costs
//
// A launch stores one program counter and one clock reading in one allocation,
// and takes the lock of one shard of the list. Names, files and lines are looked
// up when somebody asks.
//
// The package uses the standard library only. Adapters for OpenTelemetry and
// Prometheus are modules of their own beside it.
package tracked
