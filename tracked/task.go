package tracked

import (
	"context"
	"fmt"
	"runtime/pprof"
	"strings"
	"sync/atomic"
	"time"
)

// A Task is one launch into a [Group].
type Task struct {
	group  *Group
	parent context.Context
	scope  atomic.Pointer[scope]
	fn     func(ctx context.Context) error // until it runs
	name   string
	pc     uintptr
	start  time.Duration // since epoch

	next, prev *Task // in the shard, under its lock
	shard      uint8
	slot       bool // takes one of the group's Limit
	handle     bool // of Start: the goroutine is the caller's

	flags    atomic.Uint32
	restarts atomic.Int32
	seq      uint32                        // orders launches of the same instant
	err      error                         // the goroutine's own until flagEnding is set
	gone     atomic.Pointer[chan struct{}] // of Ended, if somebody asked
	extra    *extra
}

// extra is what few tasks have.
type extra struct {
	TaskOptions
	beat atomic.Int64 // since epoch
}

const (
	flagEnding uint32 = 1 << iota // its function is over; err is final
	flagEnded                     // and everybody was told
	flagRefused
	flagBackoff
	flagReported // as unhealthy
	flagGone     // off the list
	flagClosed   // gone is closed
)

// epoch is what a task's start counts from: eight bytes, and half the price of
// a time.Time.
var epoch = time.Now()

func (t *Task) is(flag uint32) bool { return t.flags.Load()&flag != 0 }

// Context returns the context of the task. It is done when the context that the
// task was launched with is, or when the group shuts down, whose cause is then
// [ErrShutdown]. It has the values and the deadline of the former.
func (t *Task) Context() context.Context { return (*taskContext)(t) }

// Done ends a task of the handle form. Defer it first thing in the goroutine,
// directly and not inside another function: so that it runs last, and sees a
// panic. It does nothing when called again, nor for a task of [Group.Go], which
// ends with its function.
func (t *Task) Done() {
	if !t.handle || t.is(flagRefused|flagEnding) {
		return
	}
	if v := recover(); v != nil {
		t.panicked(v)
	}
	t.end()
}

// Fail records an error of a task in the handle form, as if a function had
// returned it. The last one counts; nil is ignored. Call it in the task's
// goroutine, before [Task.Done].
func (t *Task) Fail(err error) {
	if err != nil && !t.is(flagRefused|flagEnding) {
		t.err = err
	}
}

// Err returns the error the task ended with. It is nil while the task runs, and
// [ErrShutdown] when it was refused because the group is shut down.
func (t *Task) Err() error {
	if t.is(flagRefused) {
		return ErrShutdown
	}
	if t.is(flagEnding) {
		return t.err
	}
	return nil
}

// Ended returns a channel that is closed when the task has ended, and for a task
// that was refused.
func (t *Task) Ended() <-chan struct{} {
	if t.gone.Load() == nil {
		ch := make(chan struct{})
		t.gone.CompareAndSwap(nil, &ch)
	}
	if t.is(flagGone) {
		t.announce()
	}
	return *t.gone.Load()
}

// announce closes the channel of Ended, if there is one.
func (t *Task) announce() {
	if ch := t.gone.Load(); ch != nil && t.flags.Or(flagClosed)&flagClosed == 0 {
		close(*ch)
	}
}

// Info describes the task as it is now.
func (t *Task) Info() Info { return t.info(sinceEpoch()) }

// String returns the task's name.
func (t *Task) String() string {
	if t.name != "" {
		return t.name
	}
	return siteOf(t.pc).name
}

// Info describes a task at one moment.
type Info struct {
	Name     string    `json:"name"` // as given at the launch, or the enclosing function and line
	Func     string    `json:"func"` // the function that launched it
	File     string    `json:"file"` // where that was
	Line     int       `json:"line"`
	Started  time.Time `json:"started"`
	State    State     `json:"state"`
	Restarts int       `json:"restarts"`
}

// String describes the task in a line: name, launch site and start.
func (i Info) String() string {
	return fmt.Sprintf("%s (launched at %s:%d)", i.Name, i.File, i.Line)
}

// State is what a task is doing.
type State uint8

const (
	Running   State = iota // its function runs
	Backoff                // it failed, and waits to be restarted
	Unhealthy              // it is older than its limit, or has missed its heartbeat
	Stopping               // its context is done, and it still runs
	Ended                  // it has ended
	Refused                // it was never launched: the group is shut down
)

var stateNames = [...]string{"running", "backoff", "unhealthy", "stopping", "ended", "refused"}

func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// MarshalText returns the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts a state's name.
func (s *State) UnmarshalText(text []byte) error {
	for i, name := range stateNames {
		if name == string(text) {
			*s = State(i)
			return nil
		}
	}
	return fmt.Errorf("tracked: unknown state %q, want one of %s", text, strings.Join(stateNames[:], ", "))
}

func sinceEpoch() time.Duration { return time.Since(epoch) }

func (t *Task) info(now time.Duration) Info {
	at := siteOf(t.pc)
	return Info{
		Name: t.String(),
		Func: at.fn, File: at.file, Line: at.line,
		Started:  epoch.Add(t.start),
		State:    t.state(now),
		Restarts: int(t.restarts.Load()),
	}
}

func (t *Task) state(now time.Duration) State {
	switch {
	case t.is(flagRefused):
		return Refused
	case t.is(flagEnding):
		return Ended
	case t.unhealthy(now) != "":
		return Unhealthy
	case t.Context().Err() != nil:
		return Stopping
	case t.is(flagBackoff):
		return Backoff
	}
	return Running
}

// run is the goroutine of a task that Go launched.
func (t *Task) run() {
	defer t.finish()
	if t.group.opts.Labels {
		pprof.SetGoroutineLabels(t.parent)
	}
	// The group holds the task, and must not hold what the function holds: the
	// goroutineleak profile takes what can be reached for in use.
	fn := t.fn
	t.fn = nil
	if t.extra != nil && t.extra.Restart != nil {
		t.err = t.supervise(fn)
	} else {
		t.err = fn(t.Context())
	}
}

// finish ends a task whose function returned, panicked or called Goexit.
func (t *Task) finish() {
	if v := recover(); v != nil {
		t.panicked(v)
	}
	t.end()
}

// panicked records a panic, and panics on if it is not to become an error. The
// task then stays alive: were it to end, what waits for it could leave main
// before the runtime has reported the panic.
func (t *Task) panicked(v any) {
	p := newPanicError(t, v)
	t.group.panics.Add(1)
	t.event(EventPanicked, p)
	if t.group.opts.Panics == Crash {
		panic(p)
	}
	t.err = p
}

// end takes the task off the list, after everybody was told.
func (t *Task) end() {
	if t.flags.Or(flagEnding)&flagEnding != 0 {
		return
	}
	g := t.group
	if t.err != nil {
		g.keep(t, t.err)
	}
	t.event(EventEnded, t.err)
	if g.opts.Profile {
		launches().Remove(t)
	}
	t.flags.Or(flagEnded)
	g.remove(t)
	t.flags.Or(flagGone)
	t.announce()
}
