package tracked

import (
	"context"
	"time"
)

// Options says how a [Group] treats its tasks. The zero value is the approved
// default: no limit, errors kept and nothing cancelled, panics crash.
type Options struct {
	// Name of the group, for errors, the debug page and adapters.
	Name string

	// Limit is how many tasks may live at once. At the limit, [Group.Go] and
	// [Group.Start] wait for a task to end, and [Group.TryGo] refuses. Zero is
	// no limit.
	//
	// A task that launches another one into its own group while the group is at
	// its limit may wait for ever.
	Limit int

	// CancelOnError cancels the context of every task, including those yet to
	// come, when a task ends with an error.
	CancelOnError bool

	// Panics says what becomes of a task's panic.
	Panics PanicPolicy

	// MaxAge marks tasks that are older as [Unhealthy]. Zero is no limit.
	// [TaskOptions.MaxAge] sets it for one task.
	MaxAge time.Duration

	// OnEvent is told what happens to the tasks. It is called on the goroutine
	// on which the event happens, maybe for several tasks at once, and should return quickly.
	OnEvent func(Event)

	// Context derives the context that a task's function gets from the one it
	// was launched with: to carry a span, say. It is called in the launching
	// goroutine, and [EventStarted] or [EventRefused] follows. The derived
	// context is what [Task.Context] takes its values and its cancellation from.
	Context func(ctx context.Context, t *Task) context.Context

	// Labels sets the pprof label "task" to the task's name: on the goroutine
	// that [Group.Go] launches, and in [Task.Context] for the handle form, where
	// [runtime/pprof.SetGoroutineLabels] applies it.
	Labels bool

	// Profile adds the stack of every launch to the pprof profile "tracked",
	// for as long as the task lives; net/http/pprof then serves it at
	// /debug/pprof/tracked. It costs about a microsecond and 300 bytes a task,
	// and a lock that all launches in the process share.
	Profile bool
}

// PanicPolicy says what becomes of a task's panic, after [EventPanicked].
type PanicPolicy uint8

const (
	// Crash panics again, with a *[PanicError] that names the task, so that the
	// process dies as it does when any goroutine panics. The task does not
	// count as ended, so nobody who waits for it gets to exit first.
	Crash PanicPolicy = iota
	// PanicToError makes a *[PanicError] the task's error.
	PanicToError
)

// TaskOptions sets what is particular to one task. See [Group.GoWith].
type TaskOptions struct {
	// MaxAge marks the task as [Unhealthy] when it is older. Zero leaves it to
	// [Options.MaxAge], negative is no limit.
	MaxAge time.Duration

	// Heartbeat marks the task as [Unhealthy] when it has not called [Task.Beat]
	// for longer. Zero is no heartbeat.
	Heartbeat time.Duration

	// Restart runs the function again when it fails. Nil does not, and a task
	// of [Group.StartWith] is never restarted.
	Restart *Restart
}
